using ActorJobs.Stores;

namespace ActorJobs.Gateway.Status;

/// <summary>Counts of the store, asked at most once a second however many poll. Thread-safe.</summary>
internal sealed class CountsCache(IJobQueries queries, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<StoreCounts>? _newest;
    private long _askedAt;

    /// <summary>Counts at most a second old. A failure is answered to those who waited for it and not kept.</summary>
    public Task<StoreCounts> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isFresh = _newest is { IsCompleted: false } || (_newest is { IsCompletedSuccessfully: true }
                && time.GetElapsedTime(_askedAt) < MaxAge);
            if (!isFresh)
            {
                _askedAt = time.GetTimestamp();
                _newest = queries.CountAsync(CancellationToken.None); // Shared: one caller's leaving must not end it.
            }
            return _newest!.WaitAsync(cancellationToken);
        }
    }
}
