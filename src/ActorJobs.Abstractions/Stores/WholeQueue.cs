using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>What the reader of a queue does that has one partition.</summary>
public static class WholeQueue
{
    extension(IReaderStore store)
    {
        /// <summary>Takes a new epoch of the whole queue.</summary>
        public Task<ReaderEpoch> OpenEpochAsync(CancellationToken cancellationToken) =>
            store.OpenEpochAsync(Partition.Whole, cancellationToken);

        /// <summary>Reads ready jobs of a lane, whatever their partition.</summary>
        public Task<LanePage> ReadLaneAsync(
            Lane lane, LaneCursor after, int maxCount, int maxBytes, CancellationToken cancellationToken) =>
            store.ReadLaneAsync(lane, Partition.Whole, after, maxCount, maxBytes, cancellationToken);

        /// <summary>The jobs of all claims that stand.</summary>
        public Task<ImmutableArray<StandingJob>> GetStandingJobsAsync(CancellationToken cancellationToken) =>
            store.GetStandingJobsAsync(Partition.Whole, cancellationToken);
    }
}
