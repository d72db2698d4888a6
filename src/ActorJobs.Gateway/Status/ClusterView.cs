using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Status;

/// <summary>The queue and its workers at one moment, and what follows from both.</summary>
/// <param name="Counts">What the store holds.</param>
/// <param name="Reader">What the reader knows.</param>
/// <param name="Workers">Last report of each worker node.</param>
internal sealed record ClusterView(StoreCounts Counts, ReaderStatus Reader, ImmutableArray<WorkerReport> Workers)
{
    public long Running => Workers.Sum(worker => (long)worker.Running);

    public long FreeSlots => Workers.Sum(worker => (long)Math.Max(0, worker.Slots - worker.Running));

    public long Abandoned => Workers.Sum(worker => (long)worker.Abandoned);

    /// <summary>Waiting jobs of each priority.</summary>
    public Dictionary<string, long> Depth() => Names.Priorities.ToDictionary(
        priority => priority.ToName(),
        priority => Counts.Waiting.Where(lane => lane.Key.Priority == priority).Sum(lane => lane.Value));

    /// <summary>Jobs in each state.</summary>
    public Dictionary<string, long> ByState() => Names.States.ToDictionary(
        state => state.ToName(), state => Counts.ByState.GetValueOrDefault(state));

    /// <summary>Age of the oldest ready job; 0 when none is ready.</summary>
    public double OldestReadySeconds(DateTimeOffset now) =>
        Counts.OldestReady is { } oldest ? Math.Max(0, Math.Round((now - oldest).TotalSeconds, 3)) : 0;

    /// <summary>Waiting lanes that no reported worker takes, in order of type.</summary>
    public IEnumerable<KeyValuePair<Lane, long>> Unroutable() => Counts.Waiting
        .Where(lane => lane.Value > 0 && !Workers.Any(worker =>
            worker.Priorities.Contains(lane.Key.Priority) && worker.Types.Contains(lane.Key.Type, StringComparer.Ordinal)))
        .OrderBy(lane => lane.Key.Type, StringComparer.Ordinal).ThenBy(lane => lane.Key.Priority);

    /// <summary>The workers' reports: the reader's, or while none answers, those the members sent around.</summary>
    public static async Task<(ReaderStatus Reader, ImmutableArray<WorkerReport> Workers)> WorkersAsync(
        IClusterStatus cluster, CancellationToken cancellationToken)
    {
        var reader = await cluster.GetReaderAsync(cancellationToken);
        if (reader.Node is not null)
        {
            return (reader, reader.Workers);
        }
        var nodes = await cluster.GetNodesAsync(cancellationToken);
        return (reader, [.. nodes.Select(node => node.Worker).OfType<WorkerReport>()]);
    }

    public static async Task<ClusterView> ReadAsync(
        CountsCache counts, IClusterStatus cluster, CancellationToken cancellationToken)
    {
        var counting = counts.GetAsync(cancellationToken);
        var (reader, workers) = await WorkersAsync(cluster, cancellationToken);
        return new ClusterView(await counting, reader, workers);
    }
}
