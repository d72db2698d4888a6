using System.Globalization;
using System.Text.Json;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>The sub-commands of the protocol over one peer.</summary>
internal sealed class PeerCommands(IPeer peer)
{
    private const int Bulk = 1000;
    private const int WarmUp = 200;
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    public async Task RunAsync(string[] words)
    {
        if (words is ["reset"])
        {
            await peer.ResetAsync();
        }
        await peer.OpenAsync();
        await (words switch
        {
            ["reset"] => Task.CompletedTask,
            ["enq-single", var n, var inFlight] => EnqueueSinglesAsync(Number(n), Number(inFlight)),
            ["enq-bulk", var n] => EnqueueBulkAsync(Number(n)),
            ["drain", var n] => DrainAsync(Number(n)),
            ["lat-worker", var n] => RunStampedAsync(Number(n)),
            ["lat-send", var n, var ms] => SendStampedAsync(Number(n), TimeSpan.FromMilliseconds(Number(ms))),
            _ => throw new ArgumentException($"There is no sub-command '{string.Join(' ', words)}'."),
        });
    }

    private async Task EnqueueSinglesAsync(int jobs, int inFlight)
    {
        await InFlight.RunAsync(WarmUp, inFlight, n => peer.AddAsync(Mail.Number(n)));
        var meter = Meter.Start();
        await InFlight.RunAsync(jobs, inFlight, n => peer.AddAsync(Mail.Number(n)));
        meter.Print(jobs);
    }

    private async Task EnqueueBulkAsync(int jobs)
    {
        var meter = Meter.Start();
        foreach (var chunk in Enumerable.Range(0, jobs).Chunk(Bulk))
        {
            await peer.AddManyAsync([.. chunk.Select(n => Mail.Number(n))]);
        }
        meter.Print(jobs);
    }

    // Until the store shows nothing left, not only until the last handler has run.
    private async Task DrainAsync(int jobs)
    {
        Handled.Expect(jobs);
        var meter = Meter.Start();
        await peer.WorkAsync();
        var stuck = await Handled.AllAsync(Stuck);
        while (stuck == 0 && !await peer.IsDrainedAsync())
        {
            await Task.Delay(Poll);
        }
        meter.Print(jobs, stuck);
    }

    private async Task RunStampedAsync(int jobs)
    {
        Handled.Expect(jobs);
        await peer.WorkAsync();
        Console.WriteLine("READY");
        await Handled.AllAsync(Stuck);
        Console.WriteLine(JsonSerializer.Serialize(new { lat_ms = Handled.Latencies }));
    }

    private async Task SendStampedAsync(int jobs, TimeSpan interval)
    {
        for (var n = 0; n < jobs; n++)
        {
            var stamp = Meter.NowMilliseconds();
            await peer.AddAsync(Mail.Number(n, stamp));
            var left = interval - TimeSpan.FromMilliseconds(Meter.NowMilliseconds() - stamp);
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
