using ActorJobs.Stores;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Coordination;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Cluster;

/// <summary>Gives an actor system the store that its leases are kept in.</summary>
/// <param name="store">An open store.</param>
public sealed class StoreLeaseSetup(IJobStore store) : Setup
{
    /// <summary>The store.</summary>
    public IJobStore Store { get; } = store;
}

/// <summary>
/// A lease in the job store, by which the split brain resolver decides: of the parts of a cluster that was cut the one that
/// gets the lease goes on, and only a part that reaches the store can get it. Named by <c>actorjobs.lease</c> in HOCON.
/// </summary>
/// <remarks>
/// An owner that died keeps its lease until that has run out, <c>heartbeat-timeout</c> after it was last renewed. So taking it
/// is tried for <c>lease-operation-timeout</c>, which is longer; an owner that lives renews it meanwhile. A node that the cluster has
/// removed never gets it.
/// </remarks>
public sealed class StoreLease : Lease
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(250);

    private readonly IJobStore _store;
    private readonly Lazy<NodeId> _self;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Lock _lock = new();
    private CancellationTokenSource? _renewing;
    private volatile bool _held;

    /// <summary>Made by Akka from the class name in HOCON.</summary>
    /// <param name="settings">Name, owner and times.</param>
    /// <param name="system">Was made with a <see cref="StoreLeaseSetup"/>.</param>
    /// <exception cref="ConfigurationException">It was not.</exception>
    public StoreLease(LeaseSettings settings, ExtendedActorSystem system) : base(settings)
    {
        ArgumentNullException.ThrowIfNull(system);
        _self = new Lazy<NodeId>(() => AkkaCluster.Get(system).SelfUniqueAddress.ToNodeId());
        var setup = system.Settings.Setup.Get<StoreLeaseSetup>();
        _store = setup.HasValue
            ? setup.Value.Store
            : throw new ConfigurationException($"The actor system needs a {nameof(StoreLeaseSetup)} to keep leases in a store.");
    }

    private TimeoutSettings Times => Settings.TimeoutSettings;

    /// <inheritdoc />
    public override bool CheckLease() => _held;

    /// <inheritdoc />
    public override Task<bool> Acquire() => Acquire(_ => { });

    /// <summary>Takes the lease, waiting for one that runs out; false when another owner keeps it, or this node was removed.</summary>
    /// <param name="leaseLostCallback">Told when it was lost after it had been taken.</param>
    /// <exception cref="LeaseException">The store did not answer in time.</exception>
    public override async Task<bool> Acquire(Action<Exception> leaseLostCallback)
    {
        using var deadline = new CancellationTokenSource(Times.OperationTimeout, _time);
        Exception? fault = null;
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                if (await GoneNodes.ContainsAsync(_store, _self.Value, deadline.Token))
                {
                    return false;
                }
                if (await TakeAsync(deadline.Token))
                {
                    Hold(leaseLostCallback);
                    return true;
                }
                fault = null;
                await Task.Delay(BetweenTries, _time, deadline.Token);
            }
            catch (Exception error) when (error is StoreUnavailableException or StoreBusyException)
            {
                fault = error;
                await Task.Delay(BetweenTries, _time, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        return fault is null ? false : throw new LeaseException($"The store that holds the lease {Settings.LeaseName} is away.", fault);
    }

    /// <inheritdoc />
    public override async Task<bool> Release()
    {
        LetGo();
        using var deadline = new CancellationTokenSource(Times.OperationTimeout, _time);
        try
        {
            return await _store.ReleaseLeaseAsync(Settings.LeaseName, Settings.OwnerName, deadline.Token);
        }
        catch (Exception error) when (error is StoreUnavailableException or StoreBusyException or OperationCanceledException)
        {
            return false; // it runs out
        }
    }

    private Task<bool> TakeAsync(CancellationToken cancellationToken) => _store.TakeLeaseAsync(
        Settings.LeaseName, Settings.OwnerName, Times.HeartbeatTimeout, cancellationToken);

    private void Hold(Action<Exception> lost)
    {
        lock (_lock)
        {
            _held = true;
            if (_renewing is null)
            {
                _renewing = new CancellationTokenSource();
                _ = RenewAsync(lost, _renewing);
            }
        }
    }

    private void LetGo()
    {
        lock (_lock)
        {
            _held = false;
            _renewing?.Cancel();
            _renewing = null;
        }
    }

    private async Task RenewAsync(Action<Exception> lost, CancellationTokenSource renewing)
    {
        using var timer = new PeriodicTimer(Times.HeartbeatInterval, _time);
        var renewed = _time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(renewing.Token))
            {
                try
                {
                    if (!await TakeAsync(renewing.Token))
                    {
                        LetGo();
                        lost(new LeaseException($"Another owner has taken the lease {Settings.LeaseName}."));
                        return;
                    }
                    renewed = _time.GetTimestamp();
                }
                catch (Exception error) when (error is StoreUnavailableException or StoreBusyException)
                {
                    if (_time.GetElapsedTime(renewed) > Times.HeartbeatTimeout)
                    {
                        LetGo();
                        lost(error);
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // released
        }
        finally
        {
            renewing.Dispose();
        }
    }
}
