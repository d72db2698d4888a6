namespace ActorJobs.Benchmarks.Peers;

/// <summary>Work that is done several at a time.</summary>
internal static class InFlight
{
    public static Task RunAsync(int count, int inFlight, Func<int, Task> one)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n < count)
            {
                await one(n);
            }
        })));
    }
}
