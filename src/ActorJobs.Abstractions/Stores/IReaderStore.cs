using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>
/// What a queue reader does. Only the holder of its partition's newest epoch can change anything; reads are free.
/// </summary>
public interface IReaderStore
{
    /// <summary>
    /// Takes a new epoch of a partition, above all its earlier ones, whose claims are refused from now on. A number of
    /// partitions other than the last one opened with takes their power from the epochs of all partitions: no two ways to
    /// part a queue are in use at a time.
    /// </summary>
    Task<ReaderEpoch> OpenEpochAsync(Partition partition, CancellationToken cancellationToken);

    /// <summary>Lanes that hold at least one ready job (claimed ones may count), most urgent first.</summary>
    Task<ImmutableArray<Lane>> GetLanesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads a partition's ready jobs of a lane in order of position, from just after a cursor. Takes no locks and does not
    /// hide claimed jobs: the reader knows those. Jobs become ready at the end of their lane, except released ones, which
    /// keep their position. A page ends after <paramref name="maxCount"/> jobs, or with the job whose payload brings it
    /// to <paramref name="maxBytes"/>, or when so many times <paramref name="maxCount"/> jobs as there are partitions were
    /// looked at, so it may hold none and not be the last; jobs answered again (see <see cref="LaneCursor.Floor"/>) come on
    /// top.
    /// </summary>
    Task<LanePage> ReadLaneAsync(
        Lane lane, Partition partition, LaneCursor after, int maxCount, int maxBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the first ready jobs of a lane that carry a concurrency key, claimed ones included, in order of position.
    /// </summary>
    Task<ImmutableArray<ReadyJob>> ReadKeyAsync(
        Lane lane, string concurrencyKey, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Makes claims durable: one row per request, however many jobs it names, all in one transaction. A job that is no
    /// longer ready (cancelled, deleted, claimed) is left out of its claim and not answered.
    /// </summary>
    /// <returns>One claim per request, in order; a claim without jobs was not stored.</returns>
    /// <exception cref="EpochLostException">A newer epoch exists; nothing was claimed.</exception>
    Task<ImmutableArray<Claim>> ClaimAsync(
        ReaderEpoch epoch, ImmutableArray<ClaimRequest> requests, CancellationToken cancellationToken);

    /// <summary>The claims that stand: those with a job that is live and was not given back.</summary>
    Task<ImmutableArray<Claim>> GetClaimsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The jobs of a partition's claims that stand, with what a reader that takes over must know of them. A claim belongs to
    /// the partition whose epoch made it, and when there are fewer partitions since, to the remainder of that one's index.
    /// </summary>
    Task<ImmutableArray<StandingJob>> GetStandingJobsAsync(Partition partition, CancellationToken cancellationToken);

    /// <summary>
    /// Ends every attempt of the epoch's partition that stands claimed for a node that is gone. Each used up an attempt: the
    /// job is ready again at once, or failed when none is left, or cancelled when that was asked for. Outcomes of those
    /// claims are stale from now on.
    /// </summary>
    /// <exception cref="EpochLostException">A newer epoch exists; nothing was changed.</exception>
    Task<RecoveryResult> RecoverNodeAsync(
        ReaderEpoch epoch, NodeId node, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Makes due jobs ready: scheduled and retrying ones whose time is not after <paramref name="now"/>, earliest
    /// first, at most <paramref name="maxCount"/>. May be called by anyone; a second call finds nothing to do.
    /// </summary>
    Task<PromotionResult> PromoteDueAsync(DateTimeOffset now, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Tells of jobs that were enqueued past the cluster, for example inside somebody's own transaction: they are due,
    /// so promote. Runs until it is cancelled, then ends without an exception, and mends its connection by itself. A
    /// store in which nobody else enqueues never calls.
    /// </summary>
    /// <param name="noted">Called from any thread; may be called without need.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    Task WatchAsync(Action noted, CancellationToken cancellationToken);
}
