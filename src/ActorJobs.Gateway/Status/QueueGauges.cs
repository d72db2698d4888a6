using System.Diagnostics.Metrics;
using ActorJobs.Operations;

namespace ActorJobs.Gateway.Status;

/// <summary>
/// The queue and its workers as instruments. They tell of the whole cluster, so every process that has them says the same: take
/// the greatest, never the sum. What was seen last is reported; <see cref="RefreshAsync"/> looks anew.
/// </summary>
public sealed class QueueGauges : IDisposable
{
    private const int MostLanes = 100;

    private readonly Meter _meter;
    private readonly CountsCache _counts;
    private readonly IClusterStatus _cluster;
    private readonly TimeProvider _time;
    private ClusterView? _view;
    private int _storeUp;

    internal QueueGauges(IMeterFactory meters, CountsCache counts, IClusterStatus cluster, TimeProvider time)
    {
        (_counts, _cluster, _time) = (counts, cluster, time);
        _meter = meters.Create(JobTrace.Name);
        Gauge("actorjobs.queue.depth", "{job}", "Jobs that wait for a worker.",
            view => view.Depth().Select(entry => Of(entry.Value, "priority", entry.Key)));
        Gauge("actorjobs.jobs", "{job}", "Jobs in each state.",
            view => view.ByState().Select(entry => Of(entry.Value, "state", entry.Key)));
        Gauge("actorjobs.oldest.ready", "s", "Age of the oldest ready job.",
            view => [new Measurement<double>(view.OldestReadySeconds(Now))]);
        Gauge("actorjobs.lane.depth", "{job}", $"Jobs that wait, by priority and type; the {MostLanes} fullest lanes.", Depths);
        Gauge("actorjobs.lane.oldest", "s", "Age of the oldest ready job, by priority and type.", Ages);
        Gauge("actorjobs.unroutable", "{job}", "Jobs that wait and whose type and priority no worker takes.",
            view => view.Unroutable().GroupBy(lane => lane.Key.Type).Take(MostLanes)
                .Select(lanes => Of(lanes.Sum(lane => lane.Value), "type", lanes.Key)));
        Gauge("actorjobs.slots", "{slot}", "Handlers that run, and room for more.",
            view => [Of(view.Running, "state", "used"), Of(view.FreeSlots, "state", "free")]);
        Gauge("actorjobs.running", "{handler}", "Handlers that run.", view => [new Measurement<double>(view.Running)]);
        Gauge("actorjobs.abandoned", "{handler}", "Handlers given up that have not returned.",
            view => [new Measurement<double>(view.Abandoned)]);
        Gauge("actorjobs.workers", "{node}", "Worker nodes that report.", view => [new Measurement<double>(view.Workers.Length)]);
        Gauge("actorjobs.utilization", null, "Part of all slots that run a handler.", Utilization);
        Gauge("actorjobs.error.rate", null, "Part of the attempts of the last ten seconds that ended with an error.", ErrorRate);
        Gauge("actorjobs.reader.known", null, "1 when the queue reader answers.",
            view => [new Measurement<double>(view.Reader.Node is null ? 0 : 1)]);
        _meter.CreateObservableGauge("actorjobs.store.up", () => Volatile.Read(ref _storeUp), null,
            "1 when the store answered the last time it was asked for its counts.");
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Looks at the queue; counts are at most a second old. Without its store the gauges of the queue are left out.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            _view = await ClusterView.ReadAsync(_counts, _cluster, cancellationToken);
            Volatile.Write(ref _storeUp, 1);
        }
        catch (ActorJobsException)
        {
            _view = null;
            Volatile.Write(ref _storeUp, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Measurement<double> Of(long value, string tag, string word) => new(value, new KeyValuePair<string, object?>(tag, word));

    private static Measurement<double> Of(double value, Lane lane) => new(
        value, new KeyValuePair<string, object?>("priority", lane.Priority.ToName()), new KeyValuePair<string, object?>("type", lane.Type));

    private static IEnumerable<Measurement<double>> Depths(ClusterView view) => view.Counts.Waiting
        .OrderByDescending(lane => lane.Value).Take(MostLanes).Select(lane => Of(lane.Value, lane.Key));

    private static IEnumerable<Measurement<double>> Utilization(ClusterView view)
    {
        var slots = view.Workers.Sum(worker => (long)worker.Slots);
        return [new Measurement<double>(slots == 0 ? 0 : Math.Min(1, (double)view.Running / slots))];
    }

    private static IEnumerable<Measurement<double>> ErrorRate(ClusterView view)
    {
        var rates = view.Reader.Rates;
        var ended = rates.Succeeded + rates.Failed;
        return [new Measurement<double>(ended <= 0 ? 0 : rates.Failed / ended)];
    }

    private IEnumerable<Measurement<double>> Ages(ClusterView view) => view.Counts.Oldest
        .OrderBy(lane => lane.Value).Take(MostLanes)
        .Select(lane => Of(Math.Max(0, Math.Round((Now - lane.Value).TotalSeconds, 3)), lane.Key));

    private void Gauge(string name, string? unit, string description, Func<ClusterView, IEnumerable<Measurement<double>>> look) =>
        _meter.CreateObservableGauge(name, () => _view is { } view ? look(view) : [], unit, description);
}
