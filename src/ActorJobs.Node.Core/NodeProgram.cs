using ActorJobs.Hosting;
using ActorJobs.Settings;

namespace ActorJobs.Nodes;

/// <summary>The whole of an executable: settings in, node out.</summary>
public static class NodeProgram
{
    /// <summary>Reads the settings of its kind, does what the command line says or else runs a node until it is stopped.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="kind">Which executable it is: what it may do and which settings are its own.</param>
    /// <param name="addJobs">Registers job types; null for a node that runs none.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, NodeKind kind, Action<IServiceCollection, NodeSettings>? addJobs = null)
    {
        var reading = NodeSettings.Read(NodeConfiguration.Load(AppContext.BaseDirectory), kind);
        foreach (var warning in reading.Warnings)
        {
            await Console.Error.WriteLineAsync($"warning: {warning}");
        }
        IReadOnlyList<string> faults = reading.IsValid ? Missing.Of(reading.Settings) : reading.Faults.Sentences;
        if (!reading.IsValid || faults.Count > 0)
        {
            await Console.Error.WriteLineAsync("ActorJobs cannot start; mend these settings:");
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, faults));
            return ExitCodes.BadSettings;
        }
        return await NodeCommand.RunAsync(arguments, reading.Settings)
            ?? await NodeRun.ToItsEndAsync(() => NodeHost.Build(reading.Settings, addJobs));
    }
}
