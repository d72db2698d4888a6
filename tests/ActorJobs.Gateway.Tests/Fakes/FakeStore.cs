using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>What the gateway reads of a store; all else is a fault of the gateway.</summary>
internal sealed class FakeStore : IJobStore
{
    public List<JobSnapshot> Jobs { get; } = [];

    public ImmutableArray<Pause> Pauses { get; set; } = [];

    public Dictionary<Lane, long> Waiting { get; } = [];

    public Dictionary<JobState, long> ByState { get; } = [];

    public Dictionary<Lane, DateTimeOffset> Oldest { get; } = [];

    public int CountCalls { get; private set; }

    public Exception? Failure { get; set; }

    public (JobFilter Filter, JobId? Before, int Limit)? LastList { get; private set; }

    public Task<JobSnapshot?> GetAsync(JobId id, CancellationToken cancellationToken) =>
        Answer(() => Jobs.Find(job => job.Id == id));

    public Task<JobPage> ListAsync(JobFilter filter, JobId? before, int limit, CancellationToken cancellationToken) =>
        Answer(() =>
        {
            LastList = (filter, before, limit);
            var page = Jobs.Where(job => before is null || job.Id.CompareTo(before.Value) < 0)
                .OrderByDescending(job => job.Id).Take(limit).ToImmutableArray();
            return new JobPage(page, page.Length == limit ? page[^1].Id : null);
        });

    public Task<StoreCounts> CountAsync(CancellationToken cancellationToken) => Answer(() =>
    {
        CountCalls++;
        return new StoreCounts(ByState.ToImmutableDictionary(), Waiting.ToImmutableDictionary(), Oldest.ToImmutableDictionary());
    });

    public Task<ImmutableArray<Pause>> GetPausesAsync(CancellationToken cancellationToken) => Answer(() => Pauses);

    public Task PingAsync(CancellationToken cancellationToken) => Answer(() => true);

    public Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => throw NotAsked;

    public Task WatchAsync(Action noted, CancellationToken cancellationToken) => throw NotAsked;

    public Task<bool> TakeLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken) =>
        throw NotAsked;

    public Task<string?> GetLeaseOwnerAsync(string name, CancellationToken cancellationToken) => throw NotAsked;

    public Task<bool> ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken) => throw NotAsked;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Answer<T>(Func<T> answer) =>
        Failure is null ? Task.FromResult(answer()) : Task.FromException<T>(Failure);

    public Task OpenAsync(CancellationToken cancellationToken) => throw NotAsked;
    public Task<ImmutableArray<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ReaderEpoch> OpenEpochAsync(Partition partition, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ImmutableArray<Lane>> GetLanesAsync(CancellationToken cancellationToken) => throw NotAsked;
    public Task<LanePage> ReadLaneAsync(
        Lane lane, Partition partition, LaneCursor after, int maxCount, int maxBytes, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ImmutableArray<ReadyJob>> ReadKeyAsync(Lane lane, string concurrencyKey, int maxCount, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ImmutableArray<Claim>> ClaimAsync(ReaderEpoch epoch, ImmutableArray<ClaimRequest> requests, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ImmutableArray<Claim>> GetClaimsAsync(CancellationToken cancellationToken) => throw NotAsked;
    public Task<ImmutableArray<StandingJob>> GetStandingJobsAsync(Partition partition, CancellationToken cancellationToken) => throw NotAsked;
    public Task<RecoveryResult> RecoverNodeAsync(ReaderEpoch epoch, NodeId node, DateTimeOffset now, CancellationToken cancellationToken) => throw NotAsked;
    public Task<PromotionResult> PromoteDueAsync(DateTimeOffset now, int maxCount, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ImmutableArray<OutcomeResult>> FinishAsync(ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken) => throw NotAsked;
    public Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ChangeResult> CancelAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ChangeResult> RetryAsync(JobId id, DateTimeOffset now, CancellationToken cancellationToken) => throw NotAsked;
    public Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken) => throw NotAsked;
    public Task<BulkResult> ChangeManyAsync(BulkChange change, JobFilter filter, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) => throw NotAsked;
    public Task PauseAsync(Pause pause, CancellationToken cancellationToken) => throw NotAsked;
    public Task<bool> ResumeAsync(Pause pause, CancellationToken cancellationToken) => throw NotAsked;
    public Task<int> PurgeAsync(Retention retention, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) => throw NotAsked;

    private static NotSupportedException NotAsked => new("The gateway has no business with this.");
}
