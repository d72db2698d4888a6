using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActorJobs.Cluster.Tests.Schedules;

/// <summary>Schedules of a cluster as a user sees them, and what must be true of their fires.</summary>
internal sealed class ScheduleCluster(NodeCluster cluster)
{
    private const string ActiveLine = "The scheduler is active";
    private const int PageSize = 1000;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task PutAsync(string id, object body) => await Eventually.GetAsync(
        async () =>
        {
            using var answer = await cluster.Api.Http.PutAsJsonAsync($"/api/v1/schedules/{id}", body, Json);
            return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
        },
        answer => answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK
            || (answer.StatusCode != HttpStatusCode.ServiceUnavailable ? throw new InvalidOperationException(answer.Text) : false),
        $"schedule {id} is taken");

    public Task<JsonElement> GetAsync(string id) => cluster.Api.GetAsync($"/api/v1/schedules/{id}");

    public async Task<bool> IsKnownAsync(string id) =>
        await cluster.Api.StatusOfAsync($"/api/v1/schedules/{id}") == HttpStatusCode.OK;

    /// <summary>Defines schedules that fire every second and let jobs overlap.</summary>
    public async Task<string[]> PutEverySecondAsync(int count, string misfire = "all")
    {
        string[] ids = [.. Enumerable.Range(0, count).Select(n => $"every-second-{misfire}-{n}")];
        foreach (var id in ids)
        {
            await PutAsync(id, new { every = "1s", job = new { type = "echo", payload = new { id } }, overlap = "allow", misfire });
        }
        return ids;
    }

    /// <summary>The jobs of a schedule's own times, in order of these.</summary>
    public async Task<FiredJob[]> JobsAsync(string id)
    {
        var jobs = new List<FiredJob>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={cursor}";
            var page = await cluster.Api.GetAsync($"/api/v1/jobs?tag=schedule:{id}&limit={PageSize}{next}");
            jobs.AddRange(page.GetProperty("jobs").Deserialize<FiredJob[]>(Json)!);
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return [.. jobs.Where(job => job.DueAt is not null).OrderBy(job => job.DueAt)];
    }

    public Task<FiredJob[]> UntilJobsAsync(string id, int count) => Eventually.GetAsync(
        () => JobsAsync(id), jobs => jobs.Length >= count, $"{count} jobs of {id}");

    /// <summary>Each second from the first fire to the last made one job, none was made twice, none is missing.</summary>
    public async Task<FiredJob[]> ShouldHaveFiredEverySecondOnceAsync(IEnumerable<string> ids)
    {
        var all = new List<FiredJob>();
        foreach (var id in ids)
        {
            var jobs = await JobsAsync(id);
            jobs.Length.ShouldBeGreaterThan(1);
            var first = jobs[0].DueAt!.Value;
            jobs.Select(job => (job.DueAt!.Value - first).TotalSeconds).ShouldBe(
                Enumerable.Range(0, jobs.Length).Select(n => (double)n), id);
            all.AddRange(jobs);
        }
        return [.. all];
    }

    /// <summary>When the scheduler found that times of a schedule had passed unused.</summary>
    public async Task<DateTimeOffset> MissedAtAsync(string id) => (await GetAsync(id)).GetProperty("lastFires").EnumerateArray()
        .First(fire => fire.GetProperty("result").GetString() == "missed").GetProperty("firedAt").GetDateTimeOffset();

    /// <summary>The node whose scheduler became active last.</summary>
    public async Task<ClusterNode> ActiveAsync() => (await Eventually.GetAsync(
        () => cluster.Nodes.Where(node => node.IsRunning && node.Log.Find(ActiveLine) is not null)
            .MaxBy(node => node.Log.Lines.Last(line => line.Contains(ActiveLine, StringComparison.Ordinal)), StringComparer.Ordinal),
        node => node is not null, "a scheduler is active"))!;

    /// <summary>Waits until another node's scheduler is active.</summary>
    public async Task<ClusterNode> SuccessorOfAsync(ClusterNode lost)
    {
        ClusterNode? active = null;
        await Eventually.GetAsync(async () => active = await ActiveAsync(), node => node != lost, "another scheduler is active");
        return active!;
    }
}
