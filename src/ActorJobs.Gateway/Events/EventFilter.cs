using ActorJobs.Operations;

namespace ActorJobs.Gateway.Events;

/// <summary>Which events a watcher wants. Progress carries no type, so a filter by type leaves it out.</summary>
/// <param name="Type">Only jobs of this type; null for all.</param>
/// <param name="Id">Only this job; null for all.</param>
internal sealed record EventFilter(string? Type, JobId? Id)
{
    public bool Wants(JobEvent change) => change switch
    {
        JobEvent.JobChanged job => (Type is null || Type == job.Type) && (Id is null || Id == job.Id),
        JobEvent.ProgressReported progress => Type is null && (Id is null || Id == progress.Id),
        JobEvent.NodeChanged => Type is null && Id is null,
        _ => true,
    };
}
