using System.CommandLine;

namespace ActorJobs.Cli.Running;

/// <summary>A command with lines that show how it is used.</summary>
internal sealed class DocumentedCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    /// <summary>Lines for a shell; at least one.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>Runs this when the command is called.</summary>
    public DocumentedCommand Does(Func<CliCall, Task<int>> run)
    {
        SetAction((result, cancellationToken) => CliCall.RunAsync(result, run, cancellationToken));
        return this;
    }
}
