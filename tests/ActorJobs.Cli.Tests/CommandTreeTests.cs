using System.CommandLine;
using ActorJobs.Cli.Commands;
using ActorJobs.Cli.Running;

namespace ActorJobs.Cli.Tests;

public sealed class CommandTreeTests
{
    public static TheoryData<string> Paths => [.. Tree.Walk(CommandLine.Create()).Skip(1).Select(Tree.PathOf)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Help_of_every_command_has_an_example_that_parses(string path)
    {
        var root = CommandLine.Create();
        var command = (DocumentedCommand)Tree.Walk(root).Single(command => Tree.PathOf(command) == path);
        var written = new StringWriter();

        root.Parse([.. path.Split(' ').Skip(1), "--help"]).Invoke(new InvocationConfiguration { Output = written }).ShouldBe(0);

        foreach (var example in command.Examples)
        {
            written.ToString().ShouldContain(example);
            var from = example.IndexOf("actorjobs ", StringComparison.Ordinal);
            var words = example[(from + "actorjobs ".Length)..].Split([" | ", " || "], StringSplitOptions.None)[0];
            if (!words.Contains('>', StringComparison.Ordinal) && !words.EndsWith(")\"", StringComparison.Ordinal))
            {
                root.Parse(Split(words), new ParserConfiguration { ResponseFileTokenReplacer = null }).Errors.ShouldBeEmpty(example);
            }
        }
    }

    /// <summary>Words as a shell takes them, with single quotes.</summary>
    private static string[] Split(string line) => [.. System.Text.RegularExpressions.Regex.Matches(line, @"'([^']*)'|(\S+)")
        .Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value)];

    [Fact]
    public void Everything_says_what_it_is()
    {
        foreach (var command in Tree.Walk(CommandLine.Create()))
        {
            command.Description.ShouldNotBeNullOrEmpty(Tree.PathOf(command));
            foreach (var symbol in command.Options.Cast<Symbol>().Concat(command.Arguments))
            {
                symbol.Description.ShouldNotBeNullOrEmpty($"{Tree.PathOf(command)} {symbol.Name}");
            }
        }
    }

    [Fact]
    public void Reference_in_the_docs_is_what_the_commands_say() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md")).ShouldBe(
            ReferenceCommand.Write(CommandLine.Create()),
            "docs/cli.md is old; write it by: dotnet run --project src/ActorJobs.Cli -- reference > docs/cli.md");

    [Theory]
    [InlineData("lst", "Unrecognized command or argument 'lst'.", "actorjobs --help")]
    [InlineData("list --state done", "--state must be one of scheduled, ready, running, retrying, succeeded, failed, cancelled but is 'done'.",
        "actorjobs list --help")]
    [InlineData("list --limit 0", "--limit must be from 1 to 1000; read on by --cursor, or take --all.", "actorjobs list --help")]
    [InlineData("show 7", "'7' is not the id of a job; ids look like 0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10.", "actorjobs show --help")]
    [InlineData("enqueue echo 1 --delay soon", "--delay must be a duration such as 500ms, 10s, 5m, 1h or 2d but is 'soon'.",
        "actorjobs enqueue --help")]
    [InlineData("enqueue echo 1 --run-at 2030-01-31T12:00:00",
        "--run-at must be a time with an offset, such as 2030-01-31T12:00:00Z, but is '2030-01-31T12:00:00'.", "actorjobs enqueue --help")]
    [InlineData("stats --patience 1h", "--patience must be from 1s to 10m but is '1h'.", "actorjobs stats --help")]
    public async Task Wrong_words_are_named_with_the_way_to_help(string words, string line, string help)
    {
        var end = (await new Driving.Cli().RunAsync(words.Split(' '))).With(2);

        end.Err.ShouldBe($"actorjobs: {line}\nSee: {help}\n");
    }

    [Theory]
    [InlineData("enqueue", "Name a job type, or a file by --file.")]
    [InlineData("enqueue echo --file x", "Name a job type or --file, not both.")]
    [InlineData("enqueue --file x --delay 1s", "--delay is for one job; put it into each line of the file instead.")]
    [InlineData("enqueue --file /nowhere", "There is no file '/nowhere'.")]
    [InlineData("enqueue echo notjson", "payload must be JSON in UTF-8.")]
    [InlineData("list --url nonsense", "--url must be an address such as http://127.0.0.1:8080 but is 'nonsense'.")]
    [InlineData("schedules put x", "Name the job by --type and when by --cron, --every or --run-at; or a definition by --file.")]
    public async Task What_cannot_be_is_refused_before_anything_is_sent(string words, string line) =>
        (await new Driving.Cli().RunAsync(words.Split(' '))).With(2).Err.ShouldBe($"actorjobs: {line}\n");

    [Fact]
    public async Task Shells_complete_commands_options_and_values()
    {
        static async Task<string[]> Suggested(string line) => (await new Driving.Cli().RunAsync($"[suggest:{line.Length}]", line))
            .With(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        (await Suggested("actorjobs re")).ShouldBe(["resume", "retry"], ignoreOrder: true);
        (await Suggested("actorjobs list --sta")).ShouldBe(["--state"]);
        (await Suggested("actorjobs list --state ")).ShouldContain("retrying");
        foreach (var shell in (string[])["bash", "zsh", "fish", "pwsh"])
        {
            (await new Driving.Cli().RunAsync("completion", shell)).With(0).Out.ShouldContain("[suggest:");
        }
    }

    [Fact]
    public async Task Bash_completes_by_the_script()
    {
        var script = $$"""
            actorjobs() { dotnet "{{Driving.Cli.Dll}}" "$@"; }
            eval "$(actorjobs completion bash)"
            COMP_LINE='actorjobs schedules p'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(actorjobs schedules p); COMP_CWORD=2
            _actorjobs
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardOutput = true,
        })!;

        var completed = await bash.StandardOutput.ReadToEndAsync();

        completed.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["pause", "put"], ignoreOrder: true);
    }
}
