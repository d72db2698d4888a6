using System.Collections.Immutable;

namespace ActorJobs.Stores.Postgres.Writing;

/// <summary>One call of EnqueueAsync on its way into a transaction.</summary>
/// <param name="jobs">What it adds, all or nothing.</param>
internal sealed class EnqueueCall(IReadOnlyList<NewJob> jobs)
{
    private const int BytesPerJob = 200;

    public IReadOnlyList<NewJob> Jobs => jobs;

    /// <summary>About how much it adds to a transaction.</summary>
    public long Bytes { get; } = SizeOf(jobs);

    /// <summary>True when a job needs more than a lane and a payload.</summary>
    public bool IsKeyed { get; } = HasKey(jobs);

    public TaskCompletionSource<ImmutableArray<EnqueueResult>> Done { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static long SizeOf(IReadOnlyList<NewJob> jobs)
    {
        var bytes = 0L;
        for (var i = 0; i < jobs.Count; i++)
        {
            bytes += jobs[i].Payload.Length + BytesPerJob;
        }
        return bytes;
    }

    private static bool HasKey(IReadOnlyList<NewJob> jobs)
    {
        for (var i = 0; i < jobs.Count; i++)
        {
            if (jobs[i].UniqueKey is not null)
            {
                return true;
            }
        }
        return false;
    }
}
