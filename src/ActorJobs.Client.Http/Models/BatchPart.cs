using System.Collections.Immutable;

namespace ActorJobs.Client.Http;

/// <summary>What became of one part of a stream of jobs; all of it is settled.</summary>
/// <param name="Read">Jobs of the stream up to the end of this part.</param>
/// <param name="Ids">One id per job that is in the queue, in order; for a duplicate that of the job that holds its
/// unique key.</param>
/// <param name="Duplicates">How many of them are duplicates.</param>
/// <param name="Rejected">Jobs that break a rule, in order.</param>
public sealed record BatchPart(
    long Read, ImmutableArray<JobId> Ids, int Duplicates, ImmutableArray<BatchRejection> Rejected);

/// <summary>A job of a stream that was not enqueued.</summary>
/// <param name="Index">Its place in the stream, from 0.</param>
/// <param name="Error">Every rule it breaks, as whole sentences.</param>
public sealed record BatchRejection(long Index, string Error);
