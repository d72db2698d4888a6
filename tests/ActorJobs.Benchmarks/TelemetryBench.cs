using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks;

/// <summary>
/// What it costs to be watched: a stock node drains the same jobs with nothing exported, with metrics exported (Prometheus fetches every
/// second, OTLP sends every second), and with spans and log lines as well. The three take turns, for only such runs compare.
/// </summary>
internal static class TelemetryBench
{
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(1);

    private static readonly (string Name, string[] Signals)[] Ways =
        [("off", []), ("metrics", ["METRICS"]), ("all", ["METRICS", "TRACES", "LOGS"])];

    public static async Task RunAsync(TextWriter output, string store)
    {
        var (jobs, repetitions) = (Numbers.Get("BENCH_JOBS", 100_000), Numbers.Get("BENCH_REPETITIONS", 5));
        await using var stores = await BenchStores.StartAsync(store);
        using var sink = new Sink();
        var runs = Ways.ToDictionary(way => way.Name, _ => new List<(double Rate, double CpuMicroseconds)>());
        for (var i = 0; i <= repetitions; i++)
        {
            // Whoever begins changes; the first round is to warm the machine up and does not count.
            foreach (var (name, signals) in i % 2 == 0 ? Ways : [.. Ways.Reverse()])
            {
                var run = await DrainAsync(await stores.FreshAsync(), sink, signals, jobs);
                if (i > 0)
                {
                    runs[name].Add(run);
                }
            }
        }
        var off = runs["off"];
        foreach (var (name, _) in Ways)
        {
            var rate = Median(runs[name].Select(run => run.Rate));
            var ratio = Median(runs[name].Zip(off, (one, other) => one.Rate / other.Rate));
            var cpu = Median(runs[name].Zip(off, (one, other) => one.CpuMicroseconds / other.CpuMicroseconds));
            output.WriteLine(JsonSerializer.Serialize(new
            {
                bench = "telemetry",
                store,
                exporters = name,
                jobs_per_s = Math.Round(rate),
                rate_to_off = Math.Round(ratio, 3),
                cpu_us_per_job = Math.Round(Median(runs[name].Select(run => run.CpuMicroseconds)), 1),
                cpu_to_off = Math.Round(cpu, 3),
                jobs,
                repetitions,
            }));
        }
    }

    private static async Task<(double Rate, double CpuMicroseconds)> DrainAsync(
        Dictionary<string, string?> store, Sink sink, string[] signals, int jobs)
    {
        using var node = await NodeProcess.StartAsync(new(store)
        {
            ["OTEL_SDK_DISABLED"] = signals.Length == 0 ? "true" : "false",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Url,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["OTEL_METRICS_EXPORTER"] = signals.Contains("METRICS") ? "otlp" : "none",
            ["OTEL_TRACES_EXPORTER"] = signals.Contains("TRACES") ? "otlp" : "none",
            ["OTEL_LOGS_EXPORTER"] = signals.Contains("LOGS") ? "otlp" : "none",
        });
        using var http = new HttpClient { BaseAddress = node.Url };
        using var pause = await http.PostAsJsonAsync("/api/v1/pause", new { });
        var last = await EnqueueAsync(http, jobs);
        if (signals.Length > 0)
        {
            await http.GetStringAsync("/metrics"); // the first one compiles the exporter, which is the start's cost and not the drain's
        }
        using var stop = new CancellationTokenSource();
        var scraping = signals.Length == 0 ? Task.CompletedTask : ScrapeAsync(http, stop.Token);
        var (cpu, start) = (node.CpuTime(), Stopwatch.GetTimestamp());
        using var resume = await http.PostAsJsonAsync("/api/v1/resume", new { });
        while ((await http.GetFromJsonAsync<JsonElement>($"/api/v1/jobs/{last}")).GetProperty("state").GetString() != "succeeded")
        {
            await Task.Delay(20, CancellationToken.None);
        }
        var (took, spent) = (Stopwatch.GetElapsedTime(start), node.CpuTime() - cpu);
        await stop.CancelAsync();
        await scraping;
        return (jobs / took.TotalSeconds, spent.TotalMicroseconds / jobs);
    }

    private static async Task<string> EnqueueAsync(HttpClient http, int jobs)
    {
        var lines = new StringBuilder();
        for (var n = 0; n < jobs; n++)
        {
            lines.Append(CultureInfo.InvariantCulture, $$$"""{"type":"echo","payload":{"n":{{{n}}}}}""").Append('\n');
        }
        using var content = new StringContent(lines.ToString());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var answer = await http.PostAsync("/api/v1/jobs/batch", content);
        answer.EnsureSuccessStatusCode();
        var ids = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ids");
        return ids[ids.GetArrayLength() - 1].GetString()!;
    }

    private static async Task ScrapeAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ScrapeInterval);
        try
        {
            do
            {
                await http.GetStringAsync("/metrics", cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>Takes what exporters send and throws it away.</summary>
    private sealed class Sink : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Sink()
        {
            Url = $"http://127.0.0.1:{Servers.FreePort.Find()}";
            _listener.Prefixes.Add($"{Url}/");
            _listener.Start();
            _ = ServeAsync();
        }

        public string Url { get; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
    }
}
