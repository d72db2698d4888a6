using System.Text.Json;
using ActorJobs.Benchmarks.Peers;

namespace ActorJobs.Contract.Tests;

/// <summary>
/// Results in <c>tests/results</c> can be compared with later ones, and tell nothing of whose machine it was.
/// </summary>
public sealed class KeptResultsTests
{
    private static readonly string[] Fields =
    [
        "commit", "date", "machine.cores", "machine.cpu", "machine.kernel", "machine.memory_gib", "peers",
        "settings.in_flight", "settings.jobs", "settings.latency_interval_ms", "settings.latency_jobs",
        "settings.repetitions", "settings.store_settings", "store", "versions.dotnet", "versions.node",
        "versions.store",
    ];

    [Fact]
    public void The_first_line_says_what_was_measured_on_what()
    {
        var header = new RunHeader(
            "2026-11-26", "eea15fa", "redis", new RunMachine(2, "a CPU", 24, "6.1"),
            new RunVersions("7.0.15", "10.0.12", Node: null), new RunSettings(50_000, 3, 50, 200, 50, "--save ''"),
            [new RunPeer("hangfire-redis", "Hangfire.Core 1.8.25", 10_000, "all failed")]);

        Check(header.ToLine());
    }

    [Fact]
    public void Every_kept_file_opens_with_such_a_line()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "results"), "*-peers.jsonl");
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            Check(File.ReadLines(file).First());
        }
    }

    private static void Check(string line)
    {
        using var json = JsonDocument.Parse(line);
        var names = json.RootElement.EnumerateObject().SelectMany(field => field.Value.ValueKind == JsonValueKind.Object
            ? field.Value.EnumerateObject().Select(inner => $"{field.Name}.{inner.Name}")
            : [field.Name]);
        names.Order(StringComparer.Ordinal).ShouldBe(Fields);
        foreach (var peer in json.RootElement.GetProperty("peers").EnumerateArray())
        {
            peer.EnumerateObject().Select(field => field.Name).ShouldBe(["peer", "version", "jobs", "keeps"]);
        }
        line.ShouldNotContain("://");
        line.ShouldNotContain(Repository.Root);
    }
}
