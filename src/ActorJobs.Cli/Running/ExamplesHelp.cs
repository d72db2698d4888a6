using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ActorJobs.Cli.Running;

/// <summary>The usual help, and below it the command's examples.</summary>
internal sealed class ExamplesHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        if (command is DocumentedCommand { Examples.Count: > 0 } documented)
        {
            output.WriteLine(documented.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in documented.Examples)
            {
                output.WriteLine($"  {example}");
            }
            output.WriteLine();
        }
        else if (command is RootCommand)
        {
            output.WriteLine("Examples:");
            output.WriteLine("  actorjobs enqueue echo '{\"hello\":\"world\"}' --wait");
            output.WriteLine("  actorjobs stats --watch");
            output.WriteLine();
            output.WriteLine("Exit codes:");
            foreach (var (exitCode, meaning) in ExitCodes.All)
            {
                output.WriteLine($"  {exitCode,-4} {meaning}");
            }
        }
        return code;
    }
}
