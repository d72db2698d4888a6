using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace ActorJobs.Node.Tests;

/// <summary>Schedules of one node: over HTTP, in a file, and over a kill.</summary>
[Collection(NodeCollection.Name)]
public sealed class ScheduleTests(ITestOutputHelper output)
{
    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task A_schedule_goes_on_after_a_kill_and_no_second_is_missing_or_doubled(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        await PutAsync(node, "tick", new { every = "1s", overlap = "allow", misfire = "all", job = new { type = "echo", payload = 1 } });
        await UntilFiredAsync(node, "tick", 3);

        await node.KillAsync();
        await node.StartAsync();
        await UntilFiredAsync(node, "tick", 6);

        var times = await TimesAsync(node, "tick");
        times.Select(at => (at - times[0]).TotalSeconds).ShouldBe(Enumerable.Range(0, times.Length).Select(n => (double)n));
    }

    [Fact]
    public async Task Sync_all_by_schedule_indexes_every_enabled_source()
    {
        using var node = await NodeProcess.StartedAsync(output, TestStore.Sqlite);
        object Source(string id, bool enabled)
        {
            File.WriteAllText(Path.Combine(node.Folder.CreateSubdirectory(id).FullName, "a.txt"), id);
            return new { id, path = Path.Combine(node.Folder.FullName, id), enabled };
        }
        await PutAsync(node, "sync", new
        {
            runAt = "2026-01-01T00:00:00Z", catchUp = "366d", misfire = "once",
            job = new { type = "sync_all", payload = new { sources = new[] { Source("one", true), Source("two", true), Source("three", false) } } },
        });

        var synced = await Eventually.GetAsync(
            () => node.Api.JobsAsync("&type=sync_source"), jobs => jobs.Count(job => job.IsFinal) == 2, "two sources are synced");

        synced.ShouldAllBe(job => job.State == "succeeded");
        (await node.Api.GetAsync("/api/v1/schedules/sync")).GetProperty("fires").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_file_defines_schedules_and_what_it_no_longer_holds_is_removed()
    {
        using var node = new NodeProcess(output, ("SCHEDULES_FILE", "schedules.json"));
        var file = Path.Combine(node.Folder.FullName, "schedules.json");
        await File.WriteAllTextAsync(file, """
            { "schedules": { // comments are for people
              "a": { "cron": "H 3 * * *", "job": { "type": "echo", "payload": 1 } },
              "b": { "every": "1h", "job": { "type": "echo" } },
            } }
            """);
        await node.StartAsync();
        await UntilKnownAsync(node, "b", isKnown: true);

        using var put = await node.Api.Http.PutAsJsonAsync(
            "/api/v1/schedules/a", new { every = "1h", job = new { type = "echo", payload = 1 } });
        put.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await node.Api.PostAsync("/api/v1/schedules/a/pause", new { note = "n" })).GetProperty("owner").GetString().ShouldBe("file");
        await File.WriteAllTextAsync(file, """{ "schedules": { "a": { "cron": "H 4 * * *", "job": { "type": "echo" } } } }""");

        await UntilKnownAsync(node, "b", isKnown: false);
        var left = await node.Api.GetAsync("/api/v1/schedules/a");
        left.GetProperty("cron").GetString().ShouldBe("H 4 * * *");
        left.GetProperty("paused").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_with_faults_stops_the_start_and_all_are_named()
    {
        using var node = new NodeProcess(output, ("SCHEDULES_FILE", "schedules.json"));
        await File.WriteAllTextAsync(Path.Combine(node.Folder.FullName, "schedules.json"), """
            { "schedules": { "a": { "cron": "0 0 31 2 *", "job": { "type": "echo" } }, "b": { "job": { "type": "e e" } } } }
            """);

        node.Begin();
        var code = await node.ExitCodeAsync();

        code.ShouldBe(2);
        node.Errors.Text.ShouldContain("Schedule 'a': cron '0 0 31 2 *' names a date that never comes");
        node.Errors.Text.ShouldContain("Schedule 'b': Exactly one of cron, every and runAt must be given, not none.");
        node.Errors.Text.ShouldContain("Schedule 'b': job: type may hold only");
    }

    private static async Task PutAsync(NodeProcess node, string id, object body)
    {
        // A new node answers 503 with Retry-After until its scheduler has read the journal, and may make the schedule meanwhile.
        var (status, text) = await Eventually.GetAsync(AskAsync, answer => answer.Status != HttpStatusCode.ServiceUnavailable,
            "a scheduler answers");
        status.ShouldBeOneOf([HttpStatusCode.Created, HttpStatusCode.OK], text);

        async Task<(HttpStatusCode Status, string Text)> AskAsync()
        {
            using var answer = await node.Api.Http.PutAsJsonAsync($"/api/v1/schedules/{id}", body);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    private static Task UntilFiredAsync(NodeProcess node, string id, int count) =>
        Eventually.GetAsync(() => TimesAsync(node, id), times => times.Length >= count, $"{count} fires of {id}");

    private static Task UntilKnownAsync(NodeProcess node, string id, bool isKnown) => Eventually.GetAsync(
        () => node.Api.StatusOfAsync($"/api/v1/schedules/{id}"),
        status => status == (isKnown ? HttpStatusCode.OK : HttpStatusCode.NotFound), $"schedule {id} is {(isKnown ? "" : "un")}known");

    /// <summary>The times that made jobs, which their unique keys end with.</summary>
    private static async Task<DateTimeOffset[]> TimesAsync(NodeProcess node, string id)
    {
        var page = await node.Api.GetAsync($"/api/v1/jobs?limit=1000&tag=schedule:{id}");
        return [.. page.GetProperty("jobs").EnumerateArray()
            .Select(job => DateTimeOffset.Parse(job.GetProperty("uniqueKey").GetString()!.Split('/')[^1], CultureInfo.InvariantCulture))
            .Order()];
    }
}
