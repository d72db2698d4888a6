using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Schedules;
using ActorJobs.Scheduling;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>Schedules in memory under the real rules of definitions; nothing ever fires by itself.</summary>
internal sealed class FakeSchedules : IJobSchedules
{
    private readonly SortedDictionary<string, ScheduleStatus> _known = new(StringComparer.Ordinal);

    /// <summary>What every call throws instead.</summary>
    public Exception? Failure { get; set; }

    public (DateTimeOffset From, DateTimeOffset To)? Backfilled { get; private set; }

    public void Add(ScheduleStatus status) => _known[status.Schedule.Id] = status;

    public static ScheduleStatus StatusOf(Schedule schedule, ScheduleOwner owner = ScheduleOwner.Api) => new(
        schedule, owner, owner == ScheduleOwner.Code ? "Billing" : "", null, 0, Any.Now, Any.Now, [], [], []);

    public Task<(bool Created, ScheduleStatus Status)> PutAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        Fail();
        var faults = ScheduleRules.FaultsOf(schedule, JobDefaults.Standard, Any.Now);
        if (!faults.IsEmpty)
        {
            throw new InvalidScheduleException(faults);
        }
        var created = !_known.TryGetValue(schedule.Id, out var known);
        if (known is { Owner: ScheduleOwner.Code or ScheduleOwner.File })
        {
            throw new ScheduleOwnedException(schedule.Id, known.Owner, known.Source);
        }
        Add(StatusOf(schedule) with { Warnings = ["No node takes jobs of this type."] });
        return Task.FromResult((created, _known[schedule.Id]));
    }

    public Task ReplaceAsync(
        ScheduleOwner owner, string source, ImmutableArray<Schedule> schedules, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ScheduleStatus?> GetAsync(string id, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(_known.GetValueOrDefault(id));
    }

    public Task<ImmutableArray<ScheduleStatus>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(_known.Values
            .Where(status => after is null || string.CompareOrdinal(status.Schedule.Id, after) > 0).Take(limit).ToImmutableArray());
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        Fail();
        return _known.TryGetValue(id, out var known) && known.Owner != ScheduleOwner.Api
            ? throw new ScheduleOwnedException(id, known.Owner, known.Source)
            : Task.FromResult(_known.Remove(id));
    }

    public Task<bool> PauseAsync(string id, string note, CancellationToken cancellationToken) =>
        ChangeAsync(id, status => status with { Pause = new SchedulePause(Any.Now, note) });

    public Task<bool> ResumeAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, status => status with { Pause = null });

    public Task<ScheduleFire?> TriggerAsync(string id, CancellationToken cancellationToken)
    {
        Fail();
        return Task.FromResult(_known.ContainsKey(id)
            ? new ScheduleFire(Any.Now, Any.Now, FireCause.Trigger, FireResult.Enqueued, JobId.New(Any.Now))
            : null);
    }

    public Task<int?> BackfillAsync(string id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        Fail();
        Backfilled = (from, to);
        return Task.FromResult<int?>(_known.ContainsKey(id) ? 7 : null);
    }

    private Task<bool> ChangeAsync(string id, Func<ScheduleStatus, ScheduleStatus> change)
    {
        Fail();
        if (_known.TryGetValue(id, out var known))
        {
            Add(change(known));
        }
        return Task.FromResult(known is not null);
    }

    private void Fail()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }
}
