using System.Collections.Immutable;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Joins this node to the cluster, and sees to it that there is only one. By Akka's rule the first seed makes a cluster of its
/// own when no other answers; after a restart in a network that is cut that would be a second cluster over the same store. So
/// it must hold a lease in the store to do that, which the leader of a cluster that lives keeps for itself. A node whose seeds
/// are all gone joins by that leader.
/// </summary>
internal sealed partial class ClusterEntryActor : ReceiveActor, IWithTimers
{
    private const int TicksBeforeLeader = 3;
    private const int FirstLook = 12;
    private const int NextLooks = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly ILeaseStore _store;
    private readonly SeedLookup _lookup;
    private readonly ILogger _logger;
    private readonly ClusterLease _lease;
    private readonly HashSet<NodeId> _gone = []; // and not noted yet
    private readonly HashSet<NodeId> _takenOut = [];
    private Address? _leader;
    private bool _isMarked = true;
    private bool _marking;
    private bool _noting;
    private ImmutableArray<Address> _seeds;
    private bool _looking;
    private bool _asking;
    private bool _mayFound;
    private bool _told;
    private bool _toldOfStore;
    private int _ticksOutside;

    public ClusterEntryActor(ILeaseStore store, SeedLookup lookup, ILogger<ClusterEntryActor> logger)
    {
        _store = store;
        _lookup = lookup;
        _seeds = lookup.Named;
        _logger = logger;
        _lease = new ClusterLease(store, _cluster.SelfUniqueAddress.ToNodeId());
        Receive<Tick>(_ => OnTick());
        Receive<Answer>(OnAnswer);
        Receive<Found>(OnFound);
        Receive<ClusterEvent.MemberDowned>(downed => OnGone(downed.Member));
        // A node that stops sees all the others removed, which they are not: only who was downed counts.
        Receive<ClusterEvent.MemberRemoved>(removed => removed.PreviousStatus == MemberStatus.Down, removed => OnGone(removed.Member));
        Receive<ClusterEvent.MemberRemoved>(_ => { });
        Receive<ClusterEvent.MemberJoined>(_ => MarkAlone());
        Receive<Marked>(OnMarked);
        Receive<Led>(OnLed);
        Receive<Noted>(OnNoted);
        Receive<ClosedDoor>(closed => LogOutside(closed.Seed, closed.Reason));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private bool IsFirstSeed => !_seeds.IsEmpty && _seeds[0].Equals(_cluster.SelfAddress);

    private bool IsMember => _cluster.State.Members.Any(member => member.UniqueAddress.Equals(_cluster.SelfUniqueAddress));

    public static Props Props(ILeaseStore store, SeedLookup lookup, ILogger<ClusterEntryActor> logger) =>
        Akka.Actor.Props.Create(() => new ClusterEntryActor(store, lookup, logger));

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.MemberDowned), typeof(ClusterEvent.MemberRemoved), typeof(ClusterEvent.MemberJoined));
        JoinOthers();
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TimeSpan.Zero, Interval);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _ = ReleaseAsync();
    }

    private void OnGone(Member member)
    {
        var node = member.UniqueAddress.ToNodeId();
        if (!member.UniqueAddress.Equals(_cluster.SelfUniqueAddress) && _takenOut.Add(node) && _gone.Add(node))
        {
            NoteGone();
        }
    }

    /// <summary>Until it is noted a node that wakes could go on alone, so a failure is tried again with the next tick.</summary>
    private void NoteGone()
    {
        if (!_noting && _gone.Count > 0)
        {
            _noting = true;
            NodeId[] nodes = [.. _gone];
            AskAsync(() => NoteAsync(nodes), new Noted([])).PipeTo(Self);
        }
    }

    private void OnNoted(Noted noted)
    {
        _noting = false;
        _gone.ExceptWith(noted.Nodes);
    }

    private async Task<Noted> NoteAsync(NodeId[] nodes)
    {
        foreach (var node in nodes)
        {
            await GoneNodes.NoteAsync(_store, node, CancellationToken.None);
        }
        return new Noted(nodes);
    }

    private void JoinOthers()
    {
        // Without itself at the head of the list a node asks the others until one answers.
        var others = IsFirstSeed ? _seeds.Remove(_cluster.SelfAddress) : _seeds;
        if (_leader is not null && !others.Contains(_leader))
        {
            others = others.Insert(0, _leader);
        }
        if (!others.IsEmpty)
        {
            _cluster.JoinSeedNodes(others);
        }
    }

    /// <summary>Another node leads the cluster than before: it is asked too from now on.</summary>
    private void OnLed(Led led)
    {
        if (!IsMember && !_mayFound && led.By is not null && !led.By.Equals(_leader))
        {
            _leader = led.By;
            JoinOthers();
        }
    }

    /// <summary>Every node that sees another sees to it that the cluster is not thought to be of one node.</summary>
    private void MarkAlone()
    {
        var alone = _cluster.State.Members.Count == 1;
        if (_marking || !IsMember || alone == _isMarked)
        {
            return;
        }
        if (alone && _cluster.SelfMember.Status != MemberStatus.Up)
        {
            return; // a node that stops sees all the others removed, which they are not
        }
        _marking = true;
        AskAsync(async () =>
        {
            await (alone ? _lease.MarkAloneAsync() : _lease.UnmarkAloneAsync());
            return new Marked(alone);
        }, new Marked(_isMarked)).PipeTo(Self);
    }

    private void OnMarked(Marked marked)
    {
        _marking = false;
        _isMarked = marked.IsAlone;
    }

    /// <summary>Other nodes stand behind the names than before: they are asked from now on.</summary>
    private void OnFound(Found found)
    {
        _looking = false;
        if (!IsMember && !_mayFound && !found.Seeds.SequenceEqual(_seeds))
        {
            _seeds = found.Seeds;
            JoinOthers();
        }
    }

    private void OnTick()
    {
        NoteGone();
        MarkAlone();
        if (_lookup.Changes && !IsMember && !_looking)
        {
            _looking = true;
            FindAsync().PipeTo(Self);
        }
        var isWanted = IsMember ? _cluster.SelfAddress.Equals(_cluster.State.Leader) : IsFirstSeed && !_mayFound;
        if (isWanted && !_asking)
        {
            _asking = true;
            TakeAsync(founds: !IsMember).PipeTo(Self);
        }
        _ticksOutside = IsMember ? 0 : _ticksOutside + 1;
        if (_ticksOutside > 0 && _ticksOutside % TicksBeforeLeader == 0)
        {
            AskAsync(async () => new Led(await _lease.LeaderAsync(_cluster.SelfAddress)), new Led(null)).PipeTo(Self);
        }
        if (_ticksOutside >= FirstLook && (_ticksOutside - FirstLook) % NextLooks == 0)
        {
            LookAtSeeds();
        }
    }

    private void LookAtSeeds()
    {
        var hasTls = _cluster.SelfAddress.Protocol.Contains("ssl", StringComparison.Ordinal);
        var self = Self;
        foreach (var seed in _seeds.Where(seed => !seed.Equals(_cluster.SelfAddress)))
        {
            _ = LookAsync(seed.Host!, seed.Port!.Value);
        }

        async Task LookAsync(string host, int port)
        {
            if (await SeedDoor.WhyClosedAsync(host, port, hasTls) is { } reason)
            {
                self.Tell(new ClosedDoor($"{host}:{port}", reason));
            }
        }
    }

    private void OnAnswer(Answer answer)
    {
        _asking = false;
        if (answer.Fault is { } fault && !_toldOfStore)
        {
            LogNotAsked(fault);
        }
        _toldOfStore = answer.Fault is not null;
        if (IsMember)
        {
            return;
        }
        if (answer.Taken)
        {
            _mayFound = true;
            _cluster.JoinSeedNodes(_seeds);
        }
        else if (answer.Fault is null && !_told)
        {
            _told = true;
            LogWaits();
        }
    }

    private async Task<Found> FindAsync() => new(await _lookup.FindAsync());

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, T otherwise)
    {
        try
        {
            return await ask();
        }
        catch (Exception)
        {
            return otherwise; // the next tick asks again
        }
    }

    private async Task<Answer> TakeAsync(bool founds)
    {
        NodeId[] gone = [.. _takenOut];
        try
        {
            return new Answer(await (founds ? _lease.TakeToFoundAsync() : _lease.TakeToLeadAsync(gone)), null);
        }
        catch (Exception error)
        {
            return new Answer(Taken: false, error.Message); // the next tick asks again
        }
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await _lease.ReleaseAsync();
        }
        catch (Exception error) when (error is StoreUnavailableException or StoreBusyException or ObjectDisposedException)
        {
            // it runs out
        }
    }

    [LoggerMessage(1631, LogLevel.Warning,
        "A cluster works on this store (its lease is held), so this first seed makes none of its own but joins it when it is reached")]
    private partial void LogWaits();

    [LoggerMessage(1632, LogLevel.Warning, "The lease of the cluster could not be asked for: {Reason}")]
    private partial void LogNotAsked(string reason);

    [LoggerMessage(1633, LogLevel.Warning,
        "This node is not a member of the cluster yet and keeps trying: seed {Seed} {Reason}")]
    private partial void LogOutside(string seed, string reason);

    private sealed record Noted(NodeId[] Nodes);

    private sealed record Marked(bool IsAlone);

    private sealed record Led(Address? By);

    private sealed record Found(ImmutableArray<Address> Seeds);

    private sealed record ClosedDoor(string Seed, string Reason);

    private sealed record Answer(bool Taken, string? Fault);

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}
