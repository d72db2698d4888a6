using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActorJobs.Operations;
using ActorJobs.Runtime.Worker;

namespace ActorJobs.Runtime.Observation;

/// <summary>What the workers of this process say of themselves when somebody collects. A process has one, or none.</summary>
internal static class WorkerGauges
{
    private static readonly ConcurrentDictionary<NodeWorker, bool> Workers = new();

    /// <summary>The worker counts from now on.</summary>
    public static void Add(NodeWorker worker)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(RuntimeMeters).TypeHandle);
        Workers[worker] = true;
    }

    /// <summary>The worker has stopped.</summary>
    public static void Remove(NodeWorker worker) => Workers.TryRemove(worker, out _);

    /// <summary>Makes the instruments.</summary>
    public static void Create(Meter meter)
    {
        Counter(meter, "actorjobs.processed", "Attempts ended.", totals => totals.Processed);
        Counter(meter, "actorjobs.succeeded", "Attempts that completed their job.", totals => totals.Succeeded);
        Counter(meter, "actorjobs.failed", "Attempts that ended with an error.", totals => totals.Failed);
        Counter(meter, "actorjobs.stale", "Outcomes dropped because their claim no longer stood.", totals => totals.Stale);
        meter.CreateObservableCounter("actorjobs.retries", () => Sum(worker => worker.Meter.Retried), "{attempt}",
            "Attempts that ended with an error and are followed by another.");
        meter.CreateObservableCounter("actorjobs.dead", () => Sum(worker => worker.Meter.Dead), "{job}",
            "Jobs that failed for good.");
        meter.CreateObservableCounter("actorjobs.busy", Busy, "s", "Sum of the attempts' durations.");
        meter.CreateObservableGauge("actorjobs.node.slots", Slots, "{slot}", "Slots of this process, used and free.");
        meter.CreateObservableGauge("actorjobs.node.utilization", Utilization, null, "Part of this process's slots that run a handler.");
        meter.CreateObservableGauge("actorjobs.node.held", () => Sum(worker => worker.HeldCount), "{job}",
            "Claimed jobs in this process whose outcome is not durable yet.");
        meter.CreateObservableGauge("actorjobs.node.abandoned", () => Sum(worker => worker.Report().Abandoned), "{handler}",
            "Handlers of this process given up that have not returned.");
    }

    private static void Counter(Meter meter, string name, string description, Func<WorkerTotals, long> of) =>
        meter.CreateObservableCounter(name, () => Sum(worker => of(worker.Meter.Totals)), "{attempt}", description);

    private static IEnumerable<Measurement<long>> Sum(Func<NodeWorker, long> of) =>
        Workers.IsEmpty ? [] : [new Measurement<long>(Workers.Keys.Sum(of))];

    private static IEnumerable<Measurement<double>> Busy() => Workers.IsEmpty
        ? []
        : [new Measurement<double>(Workers.Keys.Sum(worker => worker.Meter.Totals.BusyTime.TotalSeconds))];

    private static IEnumerable<Measurement<long>> Slots()
    {
        if (Workers.IsEmpty)
        {
            yield break;
        }
        var (used, slots) = Used();
        yield return new Measurement<long>(used, new KeyValuePair<string, object?>("state", "used"));
        yield return new Measurement<long>(Math.Max(0, slots - used), new KeyValuePair<string, object?>("state", "free"));
    }

    private static IEnumerable<Measurement<double>> Utilization()
    {
        if (Workers.IsEmpty)
        {
            return [];
        }
        var (used, slots) = Used();
        return [new Measurement<double>(slots == 0 ? 0 : Math.Min(1, (double)used / slots))];
    }

    private static (long Used, long Slots) Used()
    {
        var reports = Workers.Keys.Select(worker => worker.Report()).ToArray();
        return (reports.Sum(report => (long)report.Running), reports.Sum(report => (long)report.Slots));
    }
}
