using System.Net;
using System.Net.Sockets;

namespace ActorJobs.Node.Tests;

/// <summary>What prevents a start ends in one exit code and one text that says what to do.</summary>
[Collection(NodeCollection.Name)]
public sealed class RefusedStartTests(ITestOutputHelper output)
{
    private const int BadSettings = 2;
    private const int BadStore = 3;
    private const int CannotListen = 4;

    [Fact]
    public async Task Every_bad_setting_is_named_at_once()
    {
        using var node = new NodeProcess(output,
            ("WORKER_CONCURRENCY", "0"), ("JOB_TIMEOUT", "soon"), ("LOG_LEVEL", "loud"));
        await ShouldEndAsync(node, BadSettings,
            "ActorJobs cannot start; mend these settings:",
            "WORKER_CONCURRENCY must be a whole number from 1 to 1000 but is '0'; set it to a number such as 10.",
            "JOB_TIMEOUT must be between 100ms and 7d but is 'soon'; set it to a duration such as 5m.",
            "LOG_LEVEL must be trace, debug, info, warn or error but is 'loud'; set it to one of them, for example info.");
    }

    [Fact]
    public async Task Address_that_others_can_reach_needs_keys()
    {
        using var node = new NodeProcess(output, ("GATEWAY_URL", "http://0.0.0.0:0"));
        await ShouldEndAsync(node, BadSettings,
            "ActorJobs cannot start; mend these settings:",
            "GATEWAY_URL must be a loopback address while neither API_KEYS nor JWT_SECRET is set "
            + "but is 'http://0.0.0.0:0'; set one of them, or listen on http://127.0.0.1:8080.");
    }

    [Fact]
    public async Task Misspelt_setting_is_a_warning_and_no_more()
    {
        using var node = await NodeProcess.StartedAsync(output, ("WORKER_CONCURENCY", "5"));
        node.Errors.Lines.ShouldBe(
            ["warning: The environment variable WORKER_CONCURENCY is not a setting; did you mean WORKER_CONCURRENCY?"]);
    }

    [Fact]
    public async Task Database_of_another_running_node_is_left_alone()
    {
        using var node = await NodeProcess.StartedAsync(output);
        var path = Path.Combine(node.Folder.FullName, "data", "actorjobs.db");
        using var second = new NodeProcess(output, ("SQLITE_PATH", path));
        await ShouldEndAsync(second, BadStore,
            $"ActorJobs cannot start: '{path}' is in use by another process. A SQLite store serves one process: stop the "
            + "other one, name another file, or use PostgreSQL or Redis for several.");
        var id = await node.Api.EnqueueAsync(new { type = "echo", payload = 1 });
        await node.Api.JobInAsync(id, "succeeded");
    }

    [Fact]
    public async Task File_that_is_no_database_is_left_as_it_is()
    {
        using var node = new NodeProcess(output, ("SQLITE_PATH", "notes.txt"));
        var path = Path.Combine(node.Folder.FullName, "notes.txt");
        var text = string.Concat(Enumerable.Repeat("These are notes, not a database.\n", 40));
        await File.WriteAllTextAsync(path, text);
        await ShouldEndAsync(node, BadStore,
            $"ActorJobs cannot start: '{path}' is not a SQLite database. Move it away or name another file.");
        (await File.ReadAllTextAsync(path)).ShouldBe(text);
    }

    [Fact]
    public async Task Directory_in_place_of_the_database_is_refused()
    {
        using var node = new NodeProcess(output, ("SQLITE_PATH", "here"));
        var path = node.Folder.CreateSubdirectory("here").FullName;
        await ShouldEndAsync(node, BadStore, $"ActorJobs cannot start: '{path}' is a directory. Name a file in it.");
    }

    [Fact]
    public async Task Port_that_is_taken_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var node = new NodeProcess(output, ("GATEWAY_URL", $"http://127.0.0.1:{port}"));
        await ShouldEndAsync(node, CannotListen,
            "ActorJobs cannot start: An address cannot be bound: Address already in use. "
            + "Free it, or set GATEWAY_URL or CLUSTER_PORT to another.");
    }

    [Fact]
    public async Task Cluster_port_that_is_taken_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var node = new NodeProcess(output, ("CLUSTER_PORT", $"{port}"));
        await ShouldEndAsync(node, CannotListen,
            "ActorJobs cannot start: An address cannot be bound: Address already in use. "
            + "Free it, or set GATEWAY_URL or CLUSTER_PORT to another.");
    }

    private static async Task ShouldEndAsync(NodeProcess node, int exitCode, params string[] errors)
    {
        node.Begin();
        var code = await node.ExitCodeAsync();
        node.Errors.Lines.ShouldBe(errors);
        code.ShouldBe(exitCode);
        node.Log.Find("Gateway listens on").ShouldBeNull();
    }
}
