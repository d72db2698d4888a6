using System.Text.Json;

namespace ActorJobs.Node.Tests;

/// <summary>When a job runs, how often, and beside which others.</summary>
[Collection(NodeCollection.Name)]
public sealed class JobRunTests(ITestOutputHelper output)
{
    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Delayed_job_waits_for_its_time(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        var id = await node.Api.EnqueueAsync(new { type = "echo", payload = new { }, delay = "5s" });
        (await node.Api.JobAsync(id)).State.ShouldBe("scheduled");

        var job = await node.Api.JobInAsync(id, "succeeded");

        output.WriteLine($"Started {(job.StartedAt!.Value - job.RunAt!.Value).TotalMilliseconds} ms after it was due.");
        job.StartedAt.Value.ShouldBeGreaterThanOrEqualTo(job.RunAt!.Value);
        (job.RunAt!.Value - job.CreatedAt).ShouldBe(TimeSpan.FromSeconds(5), tolerance: TimeSpan.FromMilliseconds(50));
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Attempt_that_exceeds_its_timeout_is_stopped_and_tried_again_until_none_is_left(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        var id = await node.Api.EnqueueAsync(
            new { type = "sleep", payload = new { ms = 60_000 }, timeout = "200ms", maxRetries = 1 });

        var job = await node.Api.JobInAsync(id, "failed");

        job.Attempt.ShouldBe(2);
        job.Errors.Select(error => (error.Attempt, error.Class)).ShouldBe([(1, "recoverable"), (2, "recoverable")]);
        job.Errors.ShouldAllBe(error => error.Message == "The attempt ran longer than its time-out of 200ms.");
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Transient_error_is_tried_again_at_once(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        var id = await node.Api.EnqueueAsync(
            new { type = "fail", payload = new { @class = "transient", message = "lost the race", times = 1 } });

        var job = await node.Api.JobInAsync(id, "succeeded");

        job.Attempt.ShouldBe(2);
        var error = job.Errors.ShouldHaveSingleItem();
        (error.Attempt, error.Class, error.Message).ShouldBe((1, "transient", "lost the race"));
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Jobs_of_one_concurrency_key_run_one_at_a_time_and_in_order(TestStore store)
    {
        const int perKey = 15;
        using var node = await NodeProcess.StartedAsync(output, store);
        var ids = await node.Api.EnqueueManyAsync(Enumerable.Range(0, 2 * perKey).Select(n =>
            new { type = "sleep", payload = new { ms = 20 + n }, concurrencyKey = n % 2 == 0 ? "even" : "odd" }));
        await node.Api.UntilSucceededAsync(2 * perKey);

        var keys = (await node.Api.JobsAsync()).GroupBy(job => job.ConcurrencyKey).ToArray();
        keys.Length.ShouldBe(2);
        foreach (var key in keys)
        {
            var jobs = key.OrderBy(job => job.StartedAt).ToArray();
            jobs.Select(job => Array.IndexOf(ids, job.Id)).ShouldBeInOrder();
            jobs.Zip(jobs.Skip(1)).ShouldAllBe(pair => pair.First.FinishedAt <= pair.Second.StartedAt);
        }
        keys[0].Min(job => job.StartedAt)!.Value.ShouldBeLessThan(keys[1].Max(job => job.FinishedAt)!.Value);
    }

    [Theory]
    [ClassData(typeof(EveryStore))]
    public async Task Watcher_sees_a_job_run_and_succeed(TestStore store)
    {
        using var node = await NodeProcess.StartedAsync(output, store);
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await using var stream = await node.Api.Http.GetStreamAsync("/api/v1/events?type=sleep", deadline.Token);
        using var lines = new StreamReader(stream);
        (await lines.ReadLineAsync(deadline.Token)).ShouldBe(": watching");
        var id = await node.Api.EnqueueAsync(new { type = "sleep", payload = new { ms = 20 } });

        var seen = new List<string>();
        while (!seen.Contains("succeeded"))
        {
            var line = (await lines.ReadLineAsync(deadline.Token)).ShouldNotBeNull("the stream of events ended");
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var data = JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]);
                data.GetProperty("id").GetString().ShouldBe(id);
                seen.Add(data.GetProperty("state").GetString()!);
            }
        }

        seen.ShouldBe(["ready", "running", "succeeded"]);
    }
}
