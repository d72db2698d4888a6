using System.Collections.Immutable;
using ActorJobs.Rules;

namespace ActorJobs.Operations;

/// <summary>What the cluster looks like from this process, at most a second or two old.</summary>
public interface IClusterStatus
{
    /// <summary>All members, in order of address.</summary>
    Task<ImmutableArray<NodeStatus>> GetNodesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What the reader knows of the workers; <see cref="ReaderStatus.Unknown"/> when no reader answers in time.
    /// </summary>
    Task<ReaderStatus> GetReaderAsync(CancellationToken cancellationToken);
}

/// <summary>A member of the cluster.</summary>
/// <param name="Node">Which.</param>
/// <param name="Roles">Its roles, sorted.</param>
/// <param name="Status">Membership status in lower case, as <c>up</c> or <c>leaving</c>; <c>unreachable</c> when cut
/// off.</param>
/// <param name="Worker">Its worker's last report; null when it runs none or has not reported.</param>
public sealed record NodeStatus(
    NodeId Node, ImmutableArray<string> Roles, string Status, WorkerReport? Worker);

/// <summary>What the reader knows.</summary>
/// <param name="Node">Where the reader lives; null when none answered.</param>
/// <param name="Epoch">Its term.</param>
/// <param name="Workers">Last report of each worker node.</param>
/// <param name="Rates">Of the whole cluster.</param>
public sealed record ReaderStatus(
    NodeId? Node, long Epoch, ImmutableArray<WorkerReport> Workers, JobRates Rates)
{
    /// <summary>No reader answered.</summary>
    public static ReaderStatus Unknown { get; } = new(null, 0, [], new JobRates(0, 0, 0));
}

/// <summary>Jobs per second over the last ten seconds or so.</summary>
/// <param name="Started">Attempts handed out.</param>
/// <param name="Succeeded">Jobs completed.</param>
/// <param name="Failed">Attempts that did not complete.</param>
public sealed record JobRates(double Started, double Succeeded, double Failed);

/// <summary>Health of a worker node.</summary>
public enum WorkerHealth
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>
    /// It works, but some slots are lost to handlers that ignore cancellation, or the store is slow to answer.
    /// </summary>
    Degraded,

    /// <summary>It takes no jobs.</summary>
    Unhealthy,
}

/// <summary>What a worker node says of itself, about once a second.</summary>
/// <param name="Node">Which.</param>
/// <param name="Priorities">Those it takes.</param>
/// <param name="Types">Job types it takes, sorted.</param>
/// <param name="Slots">Handlers it runs at a time.</param>
/// <param name="Running">Handlers that run now.</param>
/// <param name="Waiting">Claimed jobs that wait for a slot.</param>
/// <param name="Abandoned">Handlers given up that have not returned.</param>
/// <param name="Health">How it is.</param>
/// <param name="Totals">Counts since it started.</param>
public sealed record WorkerReport(
    NodeId Node,
    ImmutableArray<Priority> Priorities,
    ImmutableArray<string> Types,
    int Slots,
    int Running,
    int Waiting,
    int Abandoned,
    WorkerHealth Health,
    WorkerTotals Totals)
{
    /// <summary>What its handlers' types may take of the whole cluster; types without limits are left out.</summary>
    public ImmutableArray<TypeLimit> Limits { get; init; } = [];

    /// <summary>The workers that share the slots, in order of number; empty from a node of a release that does not tell.</summary>
    public ImmutableArray<WorkerUnitReport> Units { get; init; } = [];
}

/// <summary>What jobs of a type may take of the whole cluster. Where nodes differ, the tightest counts.</summary>
/// <param name="Type">Job type.</param>
/// <param name="MaxRunning">Most that run at a time; null for no limit.</param>
/// <param name="MaxRunningPerKey">Most that run at a time with the same concurrency key; null for one.</param>
/// <param name="Rate">Most that are handed out in a period; null for no limit.</param>
public sealed record TypeLimit(string Type, int? MaxRunning, int? MaxRunningPerKey, RateLimit? Rate);

/// <summary>One of the workers that share a node's slots.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Slots">Its share of the slots.</param>
/// <param name="Running">Its slots that are taken.</param>
/// <param name="Abandoned">Its handlers given up that have not returned.</param>
/// <param name="Restarts">How often it was started anew.</param>
/// <param name="Health">How it is.</param>
public sealed record WorkerUnitReport(
    int Number, int Slots, int Running, int Abandoned, int Restarts, WorkerHealth Health);

/// <summary>Counts of a worker node since it started.</summary>
/// <param name="Processed">Attempts ended.</param>
/// <param name="Succeeded">Attempts that completed their job.</param>
/// <param name="Failed">Attempts that ended with an error.</param>
/// <param name="Stale">Outcomes dropped because their claim no longer stood.</param>
/// <param name="BusyTime">Sum of the attempts' durations.</param>
public sealed record WorkerTotals(long Processed, long Succeeded, long Failed, long Stale, TimeSpan BusyTime);
