using System.Diagnostics;
using System.Net.Http.Headers;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks;

/// <summary>
/// The stock node as a process of its own, driven over HTTP as users do: single enqueues with 50 in flight, and NDJSON.
/// </summary>
internal static class HttpBench
{
    private const int InFlight = 50;

    public static async Task RunAsync(Figures figures, BenchStores stores, int jobs)
    {
        using var node = await NodeProcess.StartAsync(await stores.FreshAsync());
        using var http = new HttpClient { BaseAddress = node.Url };
        figures.Add("http_single_per_s", jobs / (await SingleAsync(http, jobs)).TotalSeconds);
        figures.Add("http_ndjson_per_s", jobs / (await NdjsonAsync(http, "echo", jobs)).TotalSeconds);
        figures.Add("node_rss_mb", node.ResidentMegabytes());
    }

    private static async Task<TimeSpan> SingleAsync(HttpClient http, int jobs)
    {
        var start = Stopwatch.GetTimestamp();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n <= jobs)
            {
                using var content = new ByteArrayContent(Mail.Body(n));
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync("/api/v1/jobs", content);
                answer.EnsureSuccessStatusCode();
            }
        })));
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>One request with all jobs of a type.</summary>
    public static async Task<TimeSpan> NdjsonAsync(HttpClient http, string type, int jobs)
    {
        using var body = new MemoryStream();
        for (var n = 0; n < jobs; n++)
        {
            body.Write(Mail.Body(n, type));
            body.WriteByte((byte)'\n');
        }
        body.Position = 0;
        var start = Stopwatch.GetTimestamp();
        using var content = new StreamContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var answer = await http.PostAsync("/api/v1/jobs/batch", content);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start);
    }
}
