using ActorJobs.Operations;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>Answers changes as it is told and remembers them.</summary>
internal sealed class FakeOperations : IJobOperations
{
    public ChangeResult Answer { get; set; } = new(ChangeKind.Done, JobState.Cancelled);

    public bool HasPause { get; set; } = true;

    public List<string> Changes { get; } = [];

    public List<(BulkChange Change, JobFilter Filter)> Bulk { get; } = [];

    public List<Pause> Pauses { get; } = [];

    public Task<ChangeResult> CancelAsync(JobId id, CancellationToken cancellationToken) => Change("cancel", id);

    public Task<ChangeResult> RetryAsync(JobId id, CancellationToken cancellationToken) => Change("retry", id);

    public Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken) => Change("delete", id);

    public Task<long> ChangeManyAsync(BulkChange change, JobFilter filter, CancellationToken cancellationToken)
    {
        Bulk.Add((change, filter));
        return Task.FromResult(42L);
    }

    public Task PauseAsync(Pause pause, CancellationToken cancellationToken)
    {
        Pauses.Add(pause);
        return Task.CompletedTask;
    }

    public Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken)
    {
        Pauses.Add(pause);
        return Task.FromResult(HasPause);
    }

    private Task<ChangeResult> Change(string change, JobId id)
    {
        Changes.Add($"{change} {id}");
        return Task.FromResult(Answer);
    }
}
