using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Stores;

namespace ActorJobs.Dashboard.Live;

/// <summary>Queue and cluster at one moment, and the minutes before.</summary>
/// <param name="At">When.</param>
/// <param name="Counts">What the store holds.</param>
/// <param name="Reader">What the reader knows.</param>
/// <param name="Nodes">Members of the cluster.</param>
/// <param name="Pauses">The pauses in force.</param>
/// <param name="Points">The last minutes, oldest first.</param>
/// <param name="Changes">Changes of membership while somebody looked, newest first.</param>
internal sealed record LiveView(
    DateTimeOffset At, StoreCounts Counts, ReaderStatus Reader, ImmutableArray<NodeStatus> Nodes,
    ImmutableArray<Pause> Pauses, ImmutableArray<LivePoint> Points, ImmutableArray<NodeChange> Changes)
{
    /// <summary>The workers' reports: the reader's, or while none answers, those the members sent around.</summary>
    public ImmutableArray<WorkerReport> Workers { get; } = Reader.Node is not null
        ? Reader.Workers
        : [.. Nodes.Select(node => node.Worker).OfType<WorkerReport>()];

    public int Running => Workers.Sum(worker => worker.Running);

    public int Slots => Workers.Sum(worker => worker.Slots);

    public double Utilization => Slots == 0 ? 0 : Math.Min(1, (double)Running / Slots);

    public long this[JobState state] => Counts.ByState.GetValueOrDefault(state);

    public long Total => Counts.ByState.Values.Sum();

    public long Depth(Priority priority) =>
        Counts.Waiting.Where(lane => lane.Key.Priority == priority).Sum(lane => lane.Value);

    public TimeSpan? OldestAge => Counts.OldestReady is { } oldest && At > oldest ? At - oldest : null;

    /// <summary>Job types that some worker takes or that wait.</summary>
    public IEnumerable<string> KnownTypes => Workers.SelectMany(worker => worker.Types)
        .Concat(Counts.Waiting.Keys.Select(lane => lane.Type)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Waiting lanes that no worker takes.</summary>
    public IEnumerable<KeyValuePair<Lane, long>> Unroutable => Counts.Waiting
        .Where(lane => lane.Value > 0 && !Workers.Any(worker => worker.Priorities.Contains(lane.Key.Priority)
            && worker.Types.Contains(lane.Key.Type, StringComparer.Ordinal)))
        .OrderBy(lane => lane.Key.Type, StringComparer.Ordinal).ThenBy(lane => lane.Key.Priority);

    /// <summary>True when a pause keeps jobs of the lane from being handed out.</summary>
    public bool IsPaused(Lane lane) => Pauses.Any(pause => pause.Holds(lane));
}

/// <summary>Figures of one moment, for charts.</summary>
/// <param name="At">When.</param>
/// <param name="Rates">Jobs per second.</param>
/// <param name="Utilization">Share of slots in use, 0 to 1.</param>
/// <param name="Depth">Waiting jobs: high, normal, low.</param>
/// <param name="Latency">Of jobs that ended lately; null when none did.</param>
internal sealed record LivePoint(
    DateTimeOffset At, JobRates Rates, double Utilization, ImmutableArray<long> Depth, LatencySample? Latency);

/// <summary>A node came, changed or went.</summary>
internal sealed record NodeChange(DateTimeOffset At, NodeId Node, string Status);
