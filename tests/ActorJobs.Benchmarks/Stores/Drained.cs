using ActorJobs.Stores;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>Waits until a store shows that nothing waits and nothing runs.</summary>
internal static class Drained
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    public static async Task DrainedAsync(this IJobStore store)
    {
        while (await HoldsAsync(store, JobState.Running) || await HoldsAsync(store, JobState.Ready))
        {
            await Task.Delay(Poll);
        }
    }

    // The first of a list, not the counts of the whole queue: the question must not weigh on what is measured.
    private static async Task<bool> HoldsAsync(IJobStore store, JobState state) =>
        (await store.ListAsync(new JobFilter(state), before: null, limit: 1, CancellationToken.None)).Jobs.Length > 0;
}
