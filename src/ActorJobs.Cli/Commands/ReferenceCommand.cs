using System.CommandLine;
using System.Globalization;
using System.Text;
using ActorJobs.Cli.Running;

namespace ActorJobs.Cli.Commands;

/// <summary><c>reference</c>, not shown in help: writes <c>docs/cli.md</c> from the tree of commands.</summary>
internal static class ReferenceCommand
{
    private const string Head = """
        # The command line

        <!-- Written by: dotnet run --project src/ActorJobs.Cli -- reference > docs/cli.md (a test holds both together) -->

        `actorjobs` talks to a gateway over HTTP. Run it from the source by `dotnet run --project src/ActorJobs.Cli -- …`, or
        install it:

        ```sh
        dotnet pack src/ActorJobs.Cli -o packages
        dotnet tool install --global --add-source packages ActorJobs.Cli
        ```

        The gateway is named by `--url` or `ACTORJOBS_URL` (`http://127.0.0.1:8080` when neither is given), its key by
        `ACTORJOBS_API_KEY` or `--key`. A call is repeated while no gateway answers, for at most `--patience`; every job gets
        its id before it is first sent, so that repeating doubles none. What was asked for goes to standard output, faults,
        questions and progress bars to standard error. With `--output json` everything is JSON, a fault too: `{"error":…,"exitCode":…}`.


        """;

    public static Command Create()
    {
        var command = new DocumentedCommand("reference", "Writes this reference as Markdown.", "actorjobs reference > docs/cli.md")
            .Does(async _ =>
            {
                await Console.Out.WriteAsync(Write(CommandLine.Create()));
                return ExitCodes.Done;
            });
        command.Hidden = true;
        return command;
    }

    /// <summary>The whole reference.</summary>
    public static string Write(RootCommand root)
    {
        var text = new StringBuilder(Head);
        text.Append("## Exit codes\n\n| code | meaning |\n|---|---|\n");
        foreach (var (code, meaning) in ExitCodes.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {code} | {meaning} |\n");
        }
        text.Append("\n## Every command\n\n");
        WriteOptions(text, root.Options);
        foreach (var command in Tree.Walk(root).OfType<DocumentedCommand>())
        {
            var call = Tree.PathOf(command) + Arguments(command);
            text.Append(CultureInfo.InvariantCulture, $"\n## `{call}`\n\n{command.Description}\n");
            if (command.Arguments.Count > 0)
            {
                text.Append("\n| argument | meaning |\n|---|---|\n");
                foreach (var argument in command.Arguments)
                {
                    text.Append(
                        CultureInfo.InvariantCulture, $"| `{argument.Name}` | {Cell(argument.Description)} |\n");
                }
            }
            if (command.Options.Count > 0)
            {
                text.Append('\n');
                WriteOptions(text, command.Options);
            }
            text.Append("\n```sh\n").AppendJoin('\n', command.Examples).Append("\n```\n");
        }
        return text.ToString();
    }

    private static string Arguments(DocumentedCommand command) => string.Concat(command.Arguments.Select(argument =>
        (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
        {
            (0, 1) => $" [{argument.Name}]",
            (0, _) => $" [{argument.Name}…]",
            (_, 1) => $" {argument.Name}",
            _ => $" {argument.Name}…",
        }));

    private static void WriteOptions(StringBuilder text, IEnumerable<Option> options)
    {
        text.Append("| option | meaning |\n|---|---|\n");
        foreach (var option in options.Where(option => !option.Hidden))
        {
            var aliases = option.Aliases.Where(alias => alias[0] == '-' && alias != "-?");
            var names = string.Join(", ", aliases.Append(option.Name));
            var value = option.HelpName is null ? "" : $" {option.HelpName}";
            text.Append(CultureInfo.InvariantCulture,
                $"| `{names}{Cell(value)}` | {Cell(option.Description)}{Default(option)} |\n");
        }
    }

    private static string Default(Option option) => option.HasDefaultValue && option.ValueType != typeof(bool)
        ? $" Default: {option.GetDefaultValue()}."
        : "";

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);
}
