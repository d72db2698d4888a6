using Akka.Actor;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Tells an actor at a moment, to the millisecond and never before. Akka's own timers are up to two ticks of its scheduler late,
/// and ticks are few so that an idle node stays idle; this one is the operating system's and costs nothing until it fires.
/// </summary>
internal sealed class PreciseTimer(IActorRef target, object message) : IDisposable
{
    private readonly Timer _timer = new(
        _ => target.Tell(message), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Tells once after this time, and not at the time that was set before.</summary>
    public void In(TimeSpan wait) => _timer.Change(
        TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);

    /// <summary>Tells no more; one message may be on its way.</summary>
    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
