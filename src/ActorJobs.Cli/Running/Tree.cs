using System.CommandLine;

namespace ActorJobs.Cli.Running;

/// <summary>Walks the tree of commands.</summary>
internal static class Tree
{
    /// <summary>The words that lead to a command, as <c>actorjobs schedules put</c>.</summary>
    public static string PathOf(Command command)
    {
        var words = new Stack<string>();
        for (Symbol? symbol = command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
        {
            words.Push(symbol is RootCommand ? CommandLine.Name : symbol.Name);
        }
        return string.Join(' ', words);
    }

    /// <summary>A command and all below it that are shown, in the order of help.</summary>
    public static IEnumerable<Command> Walk(Command command) =>
        command.Subcommands.Where(child => !child.Hidden).SelectMany(Walk).Prepend(command);
}
