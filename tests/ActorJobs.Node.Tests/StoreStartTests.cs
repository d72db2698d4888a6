using System.Net;
using System.Net.Http.Json;
using ActorJobs.Tests.Servers;

namespace ActorJobs.Node.Tests;

/// <summary>How a node meets its store.</summary>
[Collection(NodeCollection.Name)]
public sealed class StoreStartTests(ITestOutputHelper output)
{
    private const int Stopped = 0;
    private const int BadSettings = 2;
    private const int BadStore = 3;

    [Fact]
    public async Task Node_waits_for_a_store_that_is_away_and_starts_when_it_comes()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        using var node = new NodeProcess(output, ("DATABASE_URL", server.Url));
        var starting = node.StartAsync();
        await Eventually.GetAsync(
            () => node.Log.Find("The store cannot be opened yet"), line => line is not null, "the node says that it waits");

        await server.StartAgainAsync();
        await starting;

        await node.Api.JobInAsync(await node.Api.EnqueueAsync(new { type = "echo", payload = new { } }), "succeeded");
    }

    /// <summary>A supervisor that asks whether it lives must not end it for waiting.</summary>
    [Fact]
    public async Task Node_that_waits_for_its_store_is_alive_but_not_ready_and_tries_less_and_less_often()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        var address = $"http://127.0.0.1:{FreePort.Find()}";
        using var node = new NodeProcess(output, ("DATABASE_URL", server.Url), ("GATEWAY_URL", address));
        var starting = node.StartAsync();
        using var api = new NodeApi(new Uri(address));
        await node.Log.LineAsync("/health/live answers");

        (await api.StatusOfAsync("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await api.StatusOfAsync("/health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        using (var refused = await api.Http.PostAsync("/api/v1/jobs", content: null))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }
        await node.Log.LineAsync("next try in 1 s");
        await node.Log.LineAsync("next try in 2 s");
        await node.Log.LineAsync("next try in 4 s");
        (await api.StatusOfAsync("/health/live")).ShouldBe(HttpStatusCode.OK);

        await server.StartAgainAsync();
        await starting;
        (await api.StatusOfAsync("/health/ready")).ShouldBe(HttpStatusCode.OK);
        await node.Api.JobInAsync(await node.Api.EnqueueAsync(new { type = "echo", payload = new { } }), "succeeded");
    }

    [Fact]
    public async Task Node_that_waits_for_its_store_stops_at_once()
    {
        using var node = new NodeProcess(output, ("REDIS_URL", $"redis://127.0.0.1:{FreePort.Find()}"));
        node.Begin();
        await Eventually.GetAsync(
            () => node.Log.Find("The store cannot be opened yet"), line => line is not null, "the node says that it waits");

        node.Send(Signal.Terminate);

        (await node.ExitCodeAsync()).ShouldBe(Stopped);
    }

    [Fact]
    public async Task Two_nodes_that_start_together_on_an_empty_database_both_come_up()
    {
        using var storage = await NodeStorage.CreateAsync(TestStore.Postgres);
        using var first = new NodeProcess(output, [.. storage.Settings, ("WORKER_MODE", "gateway-only")]);
        using var second = new NodeProcess(output, [.. storage.Settings, ("WORKER_MODE", "gateway-only")]);

        await Task.WhenAll(first.StartAsync(), second.StartAsync());

        var id = await first.Api.EnqueueAsync(new { type = "echo", payload = new { } });
        (await second.Api.JobAsync(id)).State.ShouldBe("ready");
    }

    [Fact]
    public async Task Migration_alone_prepares_the_store_and_ends()
    {
        using var storage = await NodeStorage.CreateAsync(TestStore.Postgres);
        using var node = new NodeProcess(output, storage.Settings) { Arguments = ["--migrate-only"] };

        node.Begin();

        (await node.ExitCodeAsync()).ShouldBe(Stopped);
        var newest = Directory.GetFiles(Path.Combine(Repository.Root, "src/ActorJobs.Store.Postgres/Sql/migrations")).Length;
        node.Log.Text.ShouldContain($"schema version 0, now {newest}");
        node.Log.Text.ShouldContain("is up to date");
    }

    [Fact]
    public async Task Migration_can_be_printed_without_a_server()
    {
        using var node = new NodeProcess(output, ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none"))
        {
            Arguments = ["--print-migrations"],
        };

        node.Begin();

        (await node.ExitCodeAsync()).ShouldBe(Stopped);
        node.Log.Text.ShouldContain("CREATE TABLE actorjobs.job");
    }

    [Fact]
    public async Task Node_that_may_only_read_and_write_runs_on_what_was_printed_and_applied()
    {
        using var storage = await NodeStorage.CreateAsync(TestStore.Postgres);
        var role = $"node_{Guid.NewGuid():N}";
        using (var printer = new NodeProcess(output, storage.Settings) { Arguments = ["--print-migrations"] })
        {
            printer.Begin();
            (await printer.ExitCodeAsync()).ShouldBe(Stopped);
            storage.Run(printer.Log.Text);
        }
        storage.Run($"CREATE ROLE {role} LOGIN");
        foreach (var grant in Grants())
        {
            storage.Run(grant.Replace("actorjobs_node", role, StringComparison.Ordinal));
        }
        var database = new UriBuilder(storage.Settings.Single().Value) { UserName = role };
        using var node = new NodeProcess(output, ("DATABASE_URL", database.ToString()));

        await node.StartAsync();
        (await node.Api.Http.PutAsJsonAsync("/api/v1/schedules/tick", new { every = "1s", job = new { type = "echo" } }))
            .EnsureSuccessStatusCode();
        await node.Api.UntilSucceededAsync(2);
        node.Send(Signal.Terminate);
        (await node.ExitCodeAsync()).ShouldBe(Stopped);

        storage.Run($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    /// <summary>The statements that <c>docs/operations.md</c> names for a role that may not create anything.</summary>
    private static string[] Grants()
    {
        var grants = File.ReadLines(Path.Combine(Repository.Root, "docs/operations.md"))
            .Where(line => line.StartsWith("GRANT ", StringComparison.Ordinal)).ToArray();
        grants.ShouldNotBeEmpty();
        return grants;
    }

    [Fact]
    public async Task Unknown_argument_is_refused_with_those_that_exist()
    {
        using var node = new NodeProcess(output) { Arguments = ["--migrate"] };

        node.Begin();

        (await node.ExitCodeAsync()).ShouldBe(BadSettings);
        node.Errors.Text.ShouldContain("'--migrate' is not known");
        node.Errors.Text.ShouldContain("--migrate-only");
    }

    [Fact]
    public async Task Database_that_does_not_exist_ends_the_start_with_the_remedy()
    {
        var server = new Uri(await PostgresServer.GetSharedUrlAsync());
        using var node = new NodeProcess(output, ("DATABASE_URL", new UriBuilder(server) { Path = "missing" }.ToString()));

        node.Begin();

        (await node.ExitCodeAsync()).ShouldBe(BadStore);
        node.Errors.Text.ShouldContain("Create the database, or name another in the URL.");
    }
}
