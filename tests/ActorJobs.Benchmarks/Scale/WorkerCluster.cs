using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Scale;

/// <summary>
/// A gateway and workers as they are shipped, each a process of its own, joined into one cluster. The workers host the
/// scheduler and the queue reader, as they do by default; the gateway, through which jobs come in, runs none.
/// </summary>
internal sealed class WorkerCluster : IDisposable
{
    private static readonly TimeSpan JoinPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan JoinPoll = TimeSpan.FromMilliseconds(100);
    // At 10 ms the questions alone took a tenth of a core from the workers.
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(25);

    private readonly NodeProcess _gateway;
    private readonly List<NodeProcess> _workers = [];
    private readonly HttpClient _http;

    private WorkerCluster(NodeProcess gateway)
    {
        _gateway = gateway;
        _http = new HttpClient { BaseAddress = gateway.Url, Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>Handlers that all workers together run at a time.</summary>
    public int Slots { get; private set; }

    /// <summary>Starts one; when this completes all workers have joined and offer their slots.</summary>
    /// <param name="store">Settings that name its store.</param>
    /// <param name="workers">How many worker processes.</param>
    /// <param name="partitions">How many readers share the queue.</param>
    public static async Task<WorkerCluster> StartAsync(Dictionary<string, string?> store, int workers, int partitions)
    {
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        var common = new Dictionary<string, string?>(store) 
        {
            ["CLUSTER_SEEDS"] = "127.0.0.1:" + port,
            ["QUEUE_PARTITIONS"] = partitions.ToString(CultureInfo.InvariantCulture),
        };
        var cluster = new WorkerCluster(await NodeProcess.StartAsync(
            new(common) { ["WORKER_MODE"] = "gateway-only", ["CLUSTER_PORT"] = port }));
        try
        {
            var starts = Enumerable.Range(0, workers).Select(_ => cluster.AddWorkerAsync(common)).ToArray();
            await Task.WhenAll(starts);
            await cluster.JoinedAsync();
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
        return cluster;
    }

    /// <summary>Stops handing out jobs.</summary>
    public Task PauseAsync() => PostAsync("/api/v1/pause", JsonContent.Create(new { }));

    /// <summary>Hands out jobs again.</summary>
    public Task ResumeAsync() => PostAsync("/api/v1/resume", JsonContent.Create(new { }));

    /// <summary>Enqueues the same job so many times.</summary>
    public async Task FillAsync(string job, int jobs)
    {
        var content = new StringContent(new StringBuilder().Insert(0, job + "\n", jobs).ToString());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        await PostAsync("/api/v1/jobs/batch", content);
    }

    /// <summary>Completes when no job waits and none runs.</summary>
    public async Task DrainedAsync()
    {
        // In the order in which a job passes through, so that none is missed between two questions.
        while (await HoldsAsync("ready") || await HoldsAsync("running"))
        {
            await Task.Delay(DrainPoll);
        }
    }

    /// <summary>What each worker has counted.</summary>
    public Task<WorkerCounters[]> CountersAsync() =>
        Task.WhenAll(_workers.Select(worker => WorkerCounters.ReadAsync(_http, worker.Url)));

    /// <summary>CPU that the workers have used.</summary>
    public TimeSpan WorkerCpu() => TimeSpan.FromTicks(_workers.Sum(worker => worker.CpuTime().Ticks));

    public void Dispose()
    {
        _http.Dispose();
        Parallel.ForEach([_gateway, .. _workers], node => node.Dispose());
    }

    private async Task AddWorkerAsync(Dictionary<string, string?> common)
    {
        var worker = await NodeProcess.StartAsync(new(common)
        {
            ["WORKER_MODE"] = "default",
            ["CLUSTER_PORT"] = "0",
            ["GATEWAY_URL"] = "off",
            ["HEALTH_URL"] = "http://127.0.0.1:0",
            ["SAMPLE_JOBS"] = "true",
        });
        lock (_workers)
        {
            _workers.Add(worker);
        }
    }

    private async Task JoinedAsync()
    {
        var start = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(start) < JoinPatience; await Task.Delay(JoinPoll))
        {
            var nodes = (await _http.GetFromJsonAsync<JsonElement>("/api/v1/nodes")).GetProperty("nodes").EnumerateArray()
                .Where(node => node.GetProperty("status").GetString() == "up")
                .Select(node => node.GetProperty("slots")).Where(slots => slots.ValueKind == JsonValueKind.Number).ToArray();
            if (nodes.Length == _workers.Count)
            {
                Slots = nodes.Sum(slots => slots.GetInt32());
                return;
            }
        }
        throw new BenchmarkException(
            $"{_workers.Count} workers did not become one cluster within {JoinPatience.TotalSeconds} s.");
    }

    private async Task<bool> HoldsAsync(string state) =>
        (await _http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs?state={state}&limit=1"))
        .GetProperty("jobs").GetArrayLength() > 0;

    private async Task PostAsync(string path, HttpContent content)
    {
        using (content)
        {
            using var answer = await _http.PostAsync(path, content);
            answer.EnsureSuccessStatusCode();
        }
    }
}
