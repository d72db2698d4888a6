using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ActorJobs.Benchmarks.Stores;
using ActorJobs.Client;
using ActorJobs.Hosting;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>
/// ActorJobs as one more background-job system under the protocol of the peers: each sub-command is a process.
/// </summary>
internal sealed class PeerCommands(PeerStore store)
{
    private const string Type = "mail";
    private const string LongType = "long";
    private const int Bulk = 1000;
    private const int WarmUp = 200;
    private const int WarmUpInFlight = 50;
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(30);

    public static Task RunAsync(string[] args) => args switch
    {
        ["--store", var kind, .. var words] => new PeerCommands(new PeerStore(kind)).RunAsync(words),
        _ => throw new BenchmarkException("peer wants --store sqlite|postgres|redis and a sub-command."),
    };

    private Task RunAsync(ReadOnlySpan<string> words) => words switch
    {
        ["reset"] => store.ResetAsync(),
        ["enq-single", var n, var inFlight] => EnqueueSinglesAsync(Number(n), Number(inFlight)),
        ["enq-bulk", var n] => EnqueueBulkAsync(Number(n)),
        ["drain", var n] => DrainAsync(Number(n)),
        ["lat-worker", var n] => RunStampedAsync(Number(n)),
        ["lat-send", var n, var ms] => SendStampedAsync(Number(n), TimeSpan.FromMilliseconds(Number(ms))),
        ["crash-worker", var file] => RunLongAsync(file),
        ["crash-send", _] => SendAsync((sender, _) => sender(LongType, Mail.Number(0)), 1),
        _ => throw new BenchmarkException($"There is no sub-command '{string.Join(' ', words!)}'."),
    };

    private async Task EnqueueSinglesAsync(int jobs, int inFlight)
    {
        await using var node = PeerNode.Build(store.Sender());
        await node.StartAsync();
        await InFlight.RunAsync(WarmUp, WarmUpInFlight, async n => await node.Client.EnqueueAsync("warm", Mail.Number(n)));
        var meter = Meter.Start();
        await InFlight.RunAsync(jobs, inFlight, async n => await node.Client.EnqueueAsync(Type, Mail.Number(n)));
        meter.Print(jobs);
    }

    private async Task EnqueueBulkAsync(int jobs)
    {
        await using var node = PeerNode.Build(store.Sender());
        await node.StartAsync();
        var meter = Meter.Start();
        foreach (var chunk in Enumerable.Range(0, jobs).Chunk(Bulk))
        {
            await node.Client.EnqueueManyAsync([.. chunk.Select(Mail.Request)]);
        }
        meter.Print(jobs);
    }

    private async Task DrainAsync(int jobs)
    {
        CountingHandler.Current = new Counter(jobs);
        await using var node = PeerNode.Build(
            store.LoneWorker(), services => services.AddJob<CountingHandler, Mail>(Type));
        var meter = Meter.Start();
        await node.StartAsync();
        meter.Started();
        var stuck = await RunAllAsync(jobs);
        if (stuck == 0)
        {
            await node.Store.DrainedAsync();
        }
        meter.Print(jobs, stuck, CountingHandler.Current.First);
    }

    private async Task RunStampedAsync(int jobs)
    {
        var latencies = new ConcurrentQueue<double>();
        CountingHandler.Current = new Counter(jobs);
        CountingHandler.Seen = mail => latencies.Enqueue(Meter.NowMilliseconds() - mail.T);
        await using var node = PeerNode.Build(
            store.ClusterWorker(), services => services.AddJob<CountingHandler, Mail>(Type));
        await node.StartAsync();
        await node.ReaderAsync();
        Console.WriteLine("READY");
        await CountingHandler.Current.All;
        Console.WriteLine(JsonSerializer.Serialize(new { lat_ms = latencies }));
    }

    private Task SendStampedAsync(int jobs, TimeSpan interval) => SendAsync(async (send, n) =>
    {
        var stamp = Meter.NowMilliseconds();
        await send(Type, Mail.Number(n, stamp));
        var left = interval - TimeSpan.FromMilliseconds(Meter.NowMilliseconds() - stamp);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }, jobs);

    private async Task RunLongAsync(string file)
    {
        LongHandler.File = file;
        await using var node = PeerNode.Build(
            store.ClusterWorker(), services => services.AddJob<LongHandler, Mail>(LongType));
        await node.StartAsync();
        await node.EndAsync();
    }

    // Through the store as a node of the workers' cluster; through HTTP where one process alone may open the store.
    private async Task SendAsync(Func<Func<string, Mail, Task>, int, Task> one, int jobs)
    {
        if (!store.IsShared)
        {
            using var http = new HttpClient { BaseAddress = store.Gateway };
            for (var n = 0; n < jobs; n++)
            {
                await one((type, mail) => PostAsync(http, type, mail), n);
            }
            return;
        }
        await using var node = PeerNode.Build(store.JoinedSender());
        await node.StartAsync();
        await node.ReaderAsync();
        for (var n = 0; n < jobs; n++)
        {
            await one(async (type, mail) => await node.Client.EnqueueAsync(type, mail), n);
        }
    }

    private static async Task PostAsync(HttpClient http, string type, Mail mail)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/jobs", new { type, payload = mail });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits for the last handler; the jobs that never ran, if none ran for a while.</summary>
    private static async Task<int> RunAllAsync(int jobs)
    {
        var counter = CountingHandler.Current;
        for (var seen = -1; ;)
        {
            if (await Task.WhenAny(counter.All, Task.Delay(Stuck)) == counter.All)
            {
                return 0;
            }
            if (counter.Count == seen)
            {
                return jobs - seen;
            }
            seen = counter.Count;
        }
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new BenchmarkException($"A whole number was expected but there is '{text}'.");
}
