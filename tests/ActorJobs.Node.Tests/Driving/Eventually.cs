using System.Diagnostics;

namespace ActorJobs.Node.Tests.Driving;

/// <summary>Looks again and again until a condition holds. The deadline only catches hangs.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public static async Task<T> GetAsync<T>(
        Func<Task<T>> look, Func<T, bool> holds, string what, TimeSpan? within = null, Func<T, string>? describe = null)
    {
        var deadline = within ?? Deadline;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (holds(seen))
            {
                return seen;
            }
            if (Stopwatch.GetElapsedTime(start) > deadline)
            {
                throw new TimeoutException(
                    $"Not seen within {deadline.TotalSeconds} s: {what}; the last look showed " +
                    $"{describe?.Invoke(seen) ?? $"{seen}"}.");
            }
            await Task.Delay(PollInterval);
        }
    }

    public static Task<T> GetAsync<T>(Func<T> look, Func<T, bool> holds, string what, TimeSpan? within = null) =>
        GetAsync(() => Task.FromResult(look()), holds, what, within);

    /// <summary>Looks at intervals for as long as asked, for what can only be measured over time.</summary>
    public static async Task WatchAsync(TimeSpan span, Func<Task> look)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < span)
        {
            await look();
            await Task.Delay(PollInterval);
        }
    }
}
