using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>A job that is with a node no more.</summary>
/// <param name="Id">The job.</param>
/// <param name="Claim">By which it was there; null from a node of a release that does not say it.</param>
/// <param name="Partition">Index of the partition whose reader it is told to; not sent to that, which knows.</param>
public readonly record struct EndedJob(JobId Id, ClaimId? Claim, int Partition = 0);
