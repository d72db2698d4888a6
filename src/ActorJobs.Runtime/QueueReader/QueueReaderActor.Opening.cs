using System.Collections.Immutable;
using System.Diagnostics;
using ActorJobs.Runtime.Observation;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Cluster;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// Taking over: a new epoch, what stands claimed, whose node is gone; and starting over after a failure of the store.
/// </summary>
internal sealed partial class QueueReaderActor
{
    private const string BackoffTimer = "backoff";
    private const string PollTimer = "poll";
    private const string RateTimer = "rate";

    private static readonly TimeSpan RecoverAgain = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan YieldInterval = TimeSpan.FromSeconds(1);

    private bool _opened;
    private bool _lost;

    /// <summary>
    /// A reader that was superseded while it cannot see some members is likely in the part of the cluster that was cut
    /// off. It does not take the epoch back from the other part's reader; it waits until the cut is healed or this part
    /// is ended.
    /// </summary>
    private void OpenAgain()
    {
        if ((_lost && !_cluster.State.Unreachable.IsEmpty) || IsPartedOtherwise())
        {
            Timers.StartSingleTimer(BackoffTimer, OpenTick.Instance, YieldInterval);
            return;
        }
        _lost = false;
        Open();
    }

    /// <summary>
    /// Nodes must agree on the number of partitions. While they are changed one after the other, that of the oldest counts,
    /// which leaves first; two ways to part the queue would take the epochs from each other for ever.
    /// </summary>
    private bool IsPartedOtherwise()
    {
        if (_cluster.OldestWorker() is not { } oldest
            || ClusterNames.PartitionsOf(oldest.Roles) is var count && count == _settings.Partition.Count)
        {
            return false;
        }
        LogPartedOtherwise(oldest.Address.ToString(), count, _settings.Partition.Count);
        return true;
    }

    private void Open()
    {
        _opened = false;
        AnswerDrainers();
        _term++;
        _table.Clear();
        _doubted.Clear();
        _readsInFlight = 0;
        _claimsInFlight = 0;
        _promoting = false;
        _nextDue = null;
        Ask(OpenAsync(_term), nameof(Open));

        async Task<ITermed> OpenAsync(int term)
        {
            var epoch = await _store.OpenEpochAsync(_settings.Partition, _stopped.Token);
            var standing = await _store.GetStandingJobsAsync(_settings.Partition, _stopped.Token);
            var pauses = await _store.GetPausesAsync(_stopped.Token);
            var lanes = await _store.GetLanesAsync(_stopped.Token);
            return new Opened(term, epoch, standing, pauses, lanes);
        }
    }

    private void OnOpened(Opened opened)
    {
        _epoch = opened.Epoch;
        _opened = true;
        _failures = 0;
        _table.Pauses = opened.Pauses;
        RuntimeMeters.Opened.Add(1);
        LogOpened(_of, _epoch.Value, opened.Standing.Length, opened.Lanes.Length);
        Become(Reading);
        foreach (var lane in opened.Lanes)
        {
            _table.Lane(lane).Note();
        }
        TakeOver(opened.Standing);
        Timers.StartPeriodicTimer(PollTimer, PollTick.Instance, _settings.IdlePollInterval);
        Promote();
        Dispatch();
    }

    private void TakeOver(ImmutableArray<StandingJob> standing)
    {
        var members = _cluster.State.Members.Where(member => member.Status != MemberStatus.Down)
            .Select(member => member.UniqueAddress.ToNodeId()).ToHashSet();
        foreach (var job in standing)
        {
            _table.AddStanding(job.Job.Id, new OutstandingJob(
                job.Node, job.Lane, job.Job.Attempt, job.ConcurrencyKey, job.Interruptions, job.Claim, job.ClaimedAt));
        }
        foreach (var node in standing.Select(job => job.Node).Distinct().Where(node => !members.Contains(node)))
        {
            Recover(node);
        }
    }

    /// <summary>
    /// A node that left in order has ended or returned all it held; what it was still assigned did not arrive any more,
    /// so no attempt of that is used up.
    /// </summary>
    private void OnNodeRemoved(NodeId node, bool hasLeft)
    {
        if (hasLeft && _opened)
        {
            TakeBack(
                node, [.. _table.Outstanding.Where(job => job.Value.Node == node && job.Value.Claim is not null)], hasLeft: true);
            _gone.Add(node);
            _table.Nodes.Remove(node);
            _rates.Remove(node);
            return;
        }
        OnNodeGone(node);
    }

    private void OnNodeGone(NodeId node)
    {
        _gone.Add(node);
        _table.Nodes.Remove(node);
        _table.RefreshLimits();
        _rates.Remove(node);
        if (!_opened)
        {
            return; // opening finds what it left, as it is no member any more
        }
        Recover(node);
    }

    /// <summary>
    /// Until it is done the node's jobs stay outstanding: the store shows them among the ready ones of their lanes, and
    /// a claim made for them would be refused and lose sight of them.
    /// </summary>
    private void Recover(NodeId node)
    {
        _lostSince.TryAdd(node, Stopwatch.GetTimestamp());
        Ask(RecoverAsync(_term, node), nameof(Recover));
    }

    private async Task<ITermed> RecoverAsync(int term, NodeId node) =>
        new Recovered(term, node, await _store.RecoverNodeAsync(_epoch, node, _time.GetUtcNow(), _stopped.Token));

    private void OnRecovered(Recovered done)
    {
        var result = done.Result;
        if (result.Ready.Length + result.Failed.Length + result.Cancelled.Length > 0)
        {
            LogRecovered(done.Node.ToString(), result.Ready.Length, result.Failed.Length, result.Cancelled.Length);
            RuntimeMeters.Recovered.Add(result.Ready.Length, new KeyValuePair<string, object?>("outcome", "ready"));
            RuntimeMeters.Recovered.Add(result.Failed.Length, new KeyValuePair<string, object?>("outcome", "failed"));
            RuntimeMeters.Recovered.Add(result.Cancelled.Length, new KeyValuePair<string, object?>("outcome", "cancelled"));
        }
        foreach (var (id, job) in _table.Outstanding.ToArray())
        {
            if (job.Node == done.Node)
            {
                Free(id);
            }
        }
        _table.Nodes.Remove(done.Node);
        if (result.More)
        {
            Timers.StartSingleTimer(done.Node, new RecoverTick(done.Node), RecoverAgain);
        }
        else if (_lostSince.Remove(done.Node, out var since))
        {
            RuntimeMeters.RecoveryTime.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
        }
        foreach (var lane in result.Lanes)
        {
            _table.Lane(lane).Restart();
        }
        Dispatch();
    }

    private void OnStoreFailed(StoreFailed failed)
    {
        if (failed.Term != _term)
        {
            return;
        }
        var wait = Backoff();
        _lost = failed.Error is EpochLostException;
        LogStoreFailed(failed.Doing, wait.TotalSeconds, failed.Error);
        _opened = false;
        _term++;
        _failures++;
        Timers.Cancel(PollTimer);
        _promotion.Stop();
        Become(Opening);
        Timers.StartSingleTimer(BackoffTimer, OpenTick.Instance, wait);
    }

    private TimeSpan Backoff()
    {
        var wait = _settings.StoreBackoff * Math.Pow(2, Math.Min(_failures, 10));
        return wait < _settings.MaxStoreBackoff ? wait : _settings.MaxStoreBackoff;
    }

    private void Ask(Task<ITermed> work, string doing)
    {
        var term = _term;
        MeteredAsync(work, doing).PipeTo(Self, failure: error => new StoreFailed(term, doing, error));
    }

    private static async Task<ITermed> MeteredAsync(Task<ITermed> work, string doing)
    {
        var began = Stopwatch.GetTimestamp();
        var failed = true;
        try
        {
            var done = await work;
            failed = false;
            return done;
        }
        finally
        {
            if (OperationOf(doing) is { } operation)
            {
                RuntimeMeters.StoreTook(operation, began, failed);
            }
        }
    }

    /// <summary>The word for what was asked of the store; null for what waits without end.</summary>
    private static string? OperationOf(string doing) => doing switch
    {
        nameof(Open) => "open",
        nameof(TryClaim) => "claim",
        nameof(Read) or nameof(ReadKey) => "read",
        nameof(Promote) => "promote",
        nameof(Poll) => "poll",
        nameof(Recover) => "recover",
        nameof(OnHeldJobs) => "release",
        _ => null,
    };
}
