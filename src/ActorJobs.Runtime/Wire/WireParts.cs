using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Rules;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ActorJobs.Runtime.Wire;

/// <summary>What messages are made of.</summary>
internal static class WireParts
{
    /// <summary>Bytes of a job's id.</summary>
    public const int IdBytes = 16;

    public static Forms.Node ToForm(this NodeId node) => new() { Address = node.Address, Uid = node.Uid };

    public static NodeId ToNodeId(this Forms.Node form) => new(form.Address, form.Uid);

    public static Forms.Lane ToForm(this Lane lane) => new() { Priority = (int)lane.Priority, Type = lane.Type };

    public static Lane ToLane(this Forms.Lane form) => new((Priority)form.Priority, form.Type);

    /// <summary>Those of priorities that this release knows: the reader has no place for others.</summary>
    public static ImmutableArray<Lane> ToLanes(this RepeatedField<Forms.Lane> forms) =>
        [.. forms.Select(ToLane).Where(lane => Enum.IsDefined(lane.Priority))];

    public static ByteString ToForm(this JobId id) => new IdForms(1).Next(id);

    public static JobId ToJobId(this ByteString form) => new(new Guid(form.Span, bigEndian: true));

    public static ImmutableArray<JobId> ToJobIds(this RepeatedField<ByteString> forms) => [.. forms.Select(ToJobId)];

    public static DateTimeOffset ToTime(this long ticks) => new(ticks, TimeSpan.Zero);

    public static Forms.WorkerReport ToForm(this WorkerReport report)
    {
        var form = new Forms.WorkerReport
        {
            Node = report.Node.ToForm(),
            Slots = report.Slots,
            Running = report.Running,
            Waiting = report.Waiting,
            Abandoned = report.Abandoned,
            Health = (int)report.Health,
            Processed = report.Totals.Processed,
            Succeeded = report.Totals.Succeeded,
            Failed = report.Totals.Failed,
            Stale = report.Totals.Stale,
            BusyTime = report.Totals.BusyTime.Ticks,
        };
        form.Priorities.AddRange(report.Priorities.Select(priority => (int)priority));
        form.Types_.AddRange(report.Types);
        form.Limits.AddRange(report.Limits.Select(limit => new Forms.TypeLimit
        {
            Type = limit.Type,
            MaxRunning = limit.MaxRunning ?? 0,
            MaxRunningPerKey = limit.MaxRunningPerKey ?? 0,
            RateCount = limit.Rate?.Count ?? 0,
            RatePeriod = limit.Rate?.Period.Ticks ?? 0,
        }));
        form.Units.AddRange(report.Units.Select(unit => new Forms.WorkerUnit
        {
            Number = unit.Number,
            Slots = unit.Slots,
            Running = unit.Running,
            Abandoned = unit.Abandoned,
            Restarts = unit.Restarts,
            Health = (int)unit.Health,
        }));
        return form;
    }

    public static WorkerReport ToReport(this Forms.WorkerReport form) => new(
        form.Node.ToNodeId(), [.. form.Priorities.Select(priority => (Priority)priority).Where(Enum.IsDefined)],
        [.. form.Types_], form.Slots, form.Running, form.Waiting, form.Abandoned, ToHealth(form.Health),
        new WorkerTotals(form.Processed, form.Succeeded, form.Failed, form.Stale, TimeSpan.FromTicks(form.BusyTime)))
    {
        Limits = [.. form.Limits.Select(limit => new TypeLimit(
            limit.Type, Positive(limit.MaxRunning), Positive(limit.MaxRunningPerKey),
            limit.RateCount > 0 && limit.RatePeriod > 0
                ? new RateLimit(limit.RateCount, TimeSpan.FromTicks(limit.RatePeriod)) : null))],
        Units = [.. form.Units.Select(unit => new WorkerUnitReport(
            unit.Number, unit.Slots, unit.Running, unit.Abandoned, unit.Restarts, ToHealth(unit.Health)))],
    };

    private static int? Positive(int form) => form > 0 ? form : null;

    private static WorkerHealth ToHealth(int form) =>
        Enum.IsDefined((WorkerHealth)form) ? (WorkerHealth)form : WorkerHealth.Degraded;
}
