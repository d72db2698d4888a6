using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Akka's failure detector, which besides can be told that a member's process has ended, so that it need not miss its
/// heartbeats first. The next heartbeat takes that back. Named by <c>akka.cluster.failure-detector</c> in HOCON.
/// </summary>
public sealed class CrashAwareFailureDetector : PhiAccrualFailureDetector
{
    [ThreadStatic]
    private static bool _telling;

    private volatile bool _ended;

    /// <summary>Made by Akka from the class name in HOCON.</summary>
    /// <param name="config">As for <see cref="PhiAccrualFailureDetector"/>.</param>
    /// <param name="events">The actor system's.</param>
    public CrashAwareFailureDetector(Config config, EventStream events) : base(config, events)
    {
    }

    /// <summary>False once the member was said to have ended, or when it misses its heartbeats.</summary>
    public override bool IsAvailable
    {
        get
        {
            _ended |= _telling;
            return !_ended && base.IsAvailable;
        }
    }

    /// <inheritdoc />
    public override void HeartBeat()
    {
        _ended = false;
        base.HeartBeat();
    }

    /// <summary>Tells the detector of a member that its process has ended; nothing happens when none watches it.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="address">The member.</param>
    /// <remarks>The registry gives its detectors to nobody, but on the thread that asks it, it asks them.</remarks>
    internal static void Tell(Akka.Cluster.Cluster cluster, Address address)
    {
        _telling = true;
        try
        {
            _ = cluster.FailureDetector.IsAvailable(address);
        }
        finally
        {
            _telling = false;
        }
    }
}
