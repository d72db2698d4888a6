using System.CommandLine;
using System.CommandLine.Help;
using ActorJobs.Cli.Commands;
using ActorJobs.Cli.Running;

namespace ActorJobs.Cli;

/// <summary>The whole command line: its tree, and how it is run.</summary>
internal static class CommandLine
{
    public const string Name = "actorjobs";

    /// <summary>Runs what the words say.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] words)
    {
        var result = Create().Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && result.Action is not { ClearsParseErrors: true })
        {
            // Of a word that is no command there are two errors; the last says which word.
            var isUnknown = result.UnmatchedTokens.Count > 0;
            foreach (var error in isUnknown ? result.Errors.TakeLast(1) : result.Errors)
            {
                await Console.Error.WriteLineAsync($"{Name}: {error.Message}");
            }
            await Console.Error.WriteLineAsync($"See: {Tree.PathOf(result.CommandResult.Command)} --help");
            return ExitCodes.Usage;
        }
        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>The tree of commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Enqueues, watches and operates the jobs of an ActorJobs cluster by its gateway.")
        {
            EnqueueCommand.Create(),
            JobCommands.Wait(),
            JobCommands.List(),
            JobCommands.Show(),
            TailCommand.Create(),
            ChangeCommands.Retry(),
            ChangeCommands.Cancel(),
            ChangeCommands.Discard(),
            QueueCommands.Pause(),
            QueueCommands.Resume(),
            QueueCommands.Health(),
            StatsCommand.Create(),
            ScheduleCommands.Create(),
            NodeCommands.Create(),
            ConfigCommands.Config(),
            ConfigCommands.Migrate(),
            CompletionCommand.Create(),
            ReferenceCommand.Create(),
        };
        foreach (var option in GlobalOptions.All)
        {
            root.Options.Add(option);
        }
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!);
        return root;
    }
}
