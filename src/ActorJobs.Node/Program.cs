using ActorJobs.Hosting;
using ActorJobs.Node;
using ActorJobs.Settings;

// Composes and decides nothing: settings in, node out.
var reading = NodeSettings.Read(NodeConfiguration.Load(AppContext.BaseDirectory), allInOneNode: true);
foreach (var warning in reading.Warnings)
{
    await Console.Error.WriteLineAsync($"warning: {warning}");
}
if (!reading.IsValid)
{
    await Console.Error.WriteLineAsync("ActorJobs cannot start; mend these settings:");
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, reading.Faults.Sentences));
    return ExitCodes.BadSettings;
}
return await NodeCommand.RunAsync(args, reading.Settings)
    ?? await NodeRun.ToItsEndAsync(() => NodeHost.Build(reading.Settings));
