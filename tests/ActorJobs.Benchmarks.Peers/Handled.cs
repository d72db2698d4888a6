using System.Collections.Concurrent;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>What the handlers of this process have done so far.</summary>
internal static class Handled
{
    private static readonly TaskCompletionSource All = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int _count;
    private static int _target;

    /// <summary>Milliseconds from sending to the handler's start, of the jobs that carried their time.</summary>
    public static ConcurrentQueue<double> Latencies { get; } = new();

    public static void Expect(int jobs) => _target = jobs;

    public static void One(Mail mail)
    {
        if (mail.T > 0)
        {
            Latencies.Enqueue(Meter.NowMilliseconds() - mail.T);
        }
        if (Interlocked.Increment(ref _count) == _target)
        {
            All.SetResult();
        }
    }

    /// <summary>Waits for the last handler; the jobs that never ran, if none ran for as long as that.</summary>
    public static async Task<int> AllAsync(TimeSpan patience)
    {
        for (var seen = -1; ;)
        {
            if (await Task.WhenAny(All.Task, Task.Delay(patience)) == All.Task)
            {
                return 0;
            }
            if (Volatile.Read(ref _count) is var count && count == seen)
            {
                return _target - count;
            }
            else
            {
                seen = count;
            }
        }
    }
}
