using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.Wire;
using ActorJobs.Schedules;
using Akka.Actor;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>Asks the active scheduler, wherever it is, and adds what only the whole cluster knows.</summary>
/// <param name="scheduler">A proxy of it.</param>
/// <param name="status">Which job types are taken.</param>
/// <param name="time">Times how long that is remembered.</param>
internal sealed class ClusterSchedules(IActorRef scheduler, IClusterStatus status, TimeProvider time) : IJobSchedules
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TypesAge = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<ImmutableHashSet<string>>? _types;
    private long _typesAt;

    public async Task<(bool Created, ScheduleStatus Status)> PutAsync(
        Schedule schedule, CancellationToken cancellationToken)
    {
        var stored = Expect<ScheduleStored>(await AskAsync(new PutSchedule(schedule), cancellationToken));
        return (stored.Created, Warn(stored.Status, await TypesAsync(cancellationToken)));
    }

    public async Task ReplaceAsync(
        ScheduleOwner owner, string source, ImmutableArray<Schedule> schedules, CancellationToken cancellationToken)
    {
        if (owner is not (ScheduleOwner.Code or ScheduleOwner.File))
        {
            throw new ArgumentOutOfRangeException(nameof(owner), owner, "Only code and file define full lists.");
        }
        var bytes = SchedulerForms.SizeOf(schedules);
        if (bytes > EnqueueParts.MaxBytes)
        {
            throw new InvalidScheduleException(
                [$"All schedules together must have at most {EnqueueParts.MaxBytes} bytes but have {bytes}; pass references in payloads."]);
        }
        Expect<ScheduleChanged>(await AskAsync(new ReplaceSchedules(owner, source, schedules), cancellationToken));
    }

    public async Task<ScheduleStatus?> GetAsync(string id, CancellationToken cancellationToken) =>
        await AskAsync(new GetSchedule(id), cancellationToken) is ScheduleFound found
            ? Warn(found.Status, await TypesAsync(cancellationToken))
            : null;

    public async Task<ImmutableArray<ScheduleStatus>> ListAsync(
        string? after, int limit, CancellationToken cancellationToken)
    {
        var types = await TypesAsync(cancellationToken);
        var all = ImmutableArray.CreateBuilder<ScheduleStatus>();
        while (true)
        {
            var page = Expect<SchedulesFound>(await AskAsync(new GetSchedules(after, limit - all.Count), cancellationToken));
            all.AddRange(page.Schedules.Select(schedule => Warn(schedule, types)));
            if (!page.More || all.Count >= limit)
            {
                return all.ToImmutable();
            }
            after = all[^1].Schedule.Id;
        }
    }

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        IsKnown(await AskAsync(new DeleteSchedule(id), cancellationToken));

    public async Task<bool> PauseAsync(string id, string note, CancellationToken cancellationToken) =>
        IsKnown(await AskAsync(new PauseSchedule(id, note), cancellationToken));

    public async Task<bool> ResumeAsync(string id, CancellationToken cancellationToken) =>
        IsKnown(await AskAsync(new ResumeSchedule(id), cancellationToken));

    public async Task<ScheduleFire?> TriggerAsync(string id, CancellationToken cancellationToken) =>
        await AskAsync(new TriggerSchedule(id), cancellationToken) is var reply && reply is ScheduleUnknown
            ? null
            : Expect<ScheduleFired>(reply).Fire;

    public async Task<int?> BackfillAsync(
        string id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await AskAsync(new BackfillSchedule(id, from, to), cancellationToken) is var reply && reply is ScheduleUnknown
            ? null
            : Expect<ScheduleBackfilled>(reply).Jobs;

    private static bool IsKnown(IReply reply) => reply is not ScheduleUnknown && Expect<ScheduleChanged>(reply) is not null;

    private static T Expect<T>(IReply reply)
        where T : IReply => reply switch
        {
            T expected => expected,
            ScheduleRefused refused => throw new InvalidScheduleException(refused.Faults),
            ScheduleOwned owned => throw new ScheduleOwnedException(owned.Id, owned.Owner, owned.Source),
            _ => throw new InvalidOperationException($"The scheduler answered {reply.GetType().Name}, not {typeof(T).Name}."),
        };

    private async Task<IReply> AskAsync(object message, CancellationToken cancellationToken)
    {
        try
        {
            return await scheduler.Ask<IReply>(message, Patience, cancellationToken);
        }
        catch (AskTimeoutException)
        {
            throw new SchedulerUnavailableException(
                $"No scheduler answered within {Patience.TotalSeconds:0} s: none runs, or it cannot reach its journal. Look for a node with " +
                "the role scheduler, and at its log.", Patience);
        }
    }

    private static ScheduleStatus Warn(ScheduleStatus known, ImmutableHashSet<string> types) =>
        types.Contains(known.Schedule.Job.Type) || SchedulerTasks.Is(known.Schedule.Job.Type)
            ? known
            : known with { Warnings = known.Warnings.Add($"No node takes jobs of type '{known.Schedule.Job.Type}' now; they wait until one does.") };

    private Task<ImmutableHashSet<string>> TypesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_types is null || time.GetElapsedTime(_typesAt) > TypesAge)
            {
                _typesAt = time.GetTimestamp();
                _types = ReadAsync();
            }
            return _types.WaitAsync(cancellationToken);
        }

        async Task<ImmutableHashSet<string>> ReadAsync() =>
            [.. (await status.GetReaderAsync(CancellationToken.None)).Workers.SelectMany(worker => worker.Types)];
    }
}
