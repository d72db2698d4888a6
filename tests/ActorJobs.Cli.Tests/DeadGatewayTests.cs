using System.CommandLine;

namespace ActorJobs.Cli.Tests;

public sealed class DeadGatewayTests
{
    private const string Id = "0197c3a2-7b1e-7c55-9d0a-3f6d2b8e4a10";

    /// <summary>Every command that talks to a gateway.</summary>
    private static readonly string[] Calls =
    [
        "enqueue echo", "enqueue --file -", $"wait {Id}", "list", "list --all", $"show {Id}", "tail", $"tail {Id}", $"retry {Id}",
        "retry --state failed --yes", $"cancel {Id}", $"discard {Id}", "pause --all", "resume --all", "health", "stats",
        "stats --watch", "nodes", "schedules list", "schedules show x", "schedules put x --every 1m --type echo",
        "schedules delete x --yes", "schedules pause x", "schedules resume x", "schedules trigger x",
        "schedules backfill x --from 2026-01-01T00:00:00Z --to 2026-01-02T00:00:00Z",
    ];

    // Each of them waits for its patience; together they take little longer than one.
    private const int AtOnce = 4;

    [Fact]
    public async Task Every_command_says_so_in_one_line_and_by_its_exit_code()
    {
        var cli = new Driving.Cli(new Uri("http://127.0.0.1:1"));
        var ends = new System.Collections.Concurrent.ConcurrentDictionary<string, CliEnd>();

        await Parallel.ForEachAsync(Calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (words, _) =>
            ends[words] = await cli.RunAsync(
                [.. words.Split(' '), "--patience", "2s"], """{"type":"echo","payload":1}"""));

        foreach (var (words, end) in ends)
        {
            end.With(4).Out.Trim().ShouldBeEmpty(words);
            end.Err.ShouldBe("actorjobs: No gateway answered at http://127.0.0.1:1/ within 2 s: Connection refused. "
                + "See that a node with GATEWAY_URL runs there, or ask another address.\n", words);
        }
        ends.Count.ShouldBe(Calls.Length);
    }

    [Fact]
    public async Task In_json_the_line_is_a_document()
    {
        var end = (await new Driving.Cli().RunAsync("list", "--patience", "1s", "-o", "json")).With(4);

        var fault = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(end.Err);
        fault.GetProperty("exitCode").GetInt32().ShouldBe(4);
        fault.GetProperty("error").GetString().ShouldStartWith("No gateway answered at http://127.0.0.1:1/");
    }

    /// <summary>What is not in the list above needs no gateway.</summary>
    [Fact]
    public void No_command_is_left_out()
    {
        string[] local = ["config check", "migrate", "completion"];
        var leaves = Running.Tree.Walk(CommandLine.Create()).Where(command => command.Subcommands.Count == 0)
            .Select(command => Running.Tree.PathOf(command)["actorjobs ".Length..]);

        foreach (var leaf in leaves.Except(local))
        {
            Calls.ShouldContain(call => call == leaf || call.StartsWith(leaf + " ", StringComparison.Ordinal), leaf);
        }
    }
}
