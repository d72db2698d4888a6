using ActorJobs.Operations;

namespace ActorJobs.Runtime.Worker;

/// <summary>Running counts of a node's worker, and how long its jobs take.</summary>
internal sealed class WorkerMeter
{
    private const double Weight = 0.05;

    private long _processed;
    private long _succeeded;
    private long _failed;
    private long _stale;
    private long _retried;
    private long _dead;
    private long _busyTicks;
    private double _meanMs = double.NaN;

    /// <summary>Smoothed duration of an attempt in milliseconds; NaN before the first.</summary>
    public double MeanMs => Volatile.Read(ref _meanMs);

    public WorkerTotals Totals => new(
        Interlocked.Read(ref _processed), Interlocked.Read(ref _succeeded), Interlocked.Read(ref _failed),
        Interlocked.Read(ref _stale), TimeSpan.FromTicks(Interlocked.Read(ref _busyTicks)));

    public void Ended(TimeSpan duration, bool succeeded, bool failed)
    {
        Interlocked.Increment(ref _processed);
        Interlocked.Add(ref _busyTicks, duration.Ticks);
        if (succeeded)
        {
            Interlocked.Increment(ref _succeeded);
        }
        if (failed)
        {
            Interlocked.Increment(ref _failed);
        }
        // A lost update under a race only makes the mean a little older.
        var mean = MeanMs;
        Volatile.Write(ref _meanMs, double.IsNaN(mean)
            ? duration.TotalMilliseconds
            : mean + (Weight * (duration.TotalMilliseconds - mean)));
    }

    /// <summary>Jobs waited so long for a slot: attempts take longer than those that have ended did.</summary>
    public void Waited(TimeSpan wait)
    {
        var mean = MeanMs;
        if (double.IsNaN(mean) || mean < wait.TotalMilliseconds)
        {
            Volatile.Write(ref _meanMs, wait.TotalMilliseconds);
        }
    }

    /// <summary>Failed attempts that are followed by another.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Jobs that failed for good.</summary>
    public long Dead => Interlocked.Read(ref _dead);

    /// <summary>An attempt failed.</summary>
    public void Failed(bool forGood) => Interlocked.Increment(ref forGood ? ref _dead : ref _retried);

    public void Stale() => Interlocked.Increment(ref _stale);
}
