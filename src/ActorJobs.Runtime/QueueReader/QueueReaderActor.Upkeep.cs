using System.Collections.Immutable;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Akka.Actor;
using static ActorJobs.Runtime.QueueReader.QueueReaderProtocol;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// What the clock asks for: promotion of due jobs, the slow poll, and taking back assignments that got lost.
/// </summary>
internal sealed partial class QueueReaderActor
{
    private static readonly TimeSpan TellUntakenAgain = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Lane, DateTimeOffset> _untaken = [];

    private void Expect(DateTimeOffset? due)
    {
        if (Promotes && due is { } at && (_nextDue is null || at < _nextDue))
        {
            _nextDue = at;
            ArmPromotion();
        }
    }

    private void ArmPromotion()
    {
        if (_promoting)
        {
            return;
        }
        var wait = _nextDue - _time.GetUtcNow() ?? _settings.PromoteInterval;
        _promotion.In(wait < _settings.PromoteInterval ? wait : _settings.PromoteInterval);
    }

    private void Promote()
    {
        if (!Promotes)
        {
            return;
        }
        if (_promoting)
        {
            _promoteAgain = true;
            return;
        }
        _promoting = true;
        _promoteAgain = false;
        _nextDue = null;
        Ask(PromoteAsync(_term), nameof(Promote));

        async Task<ITermed> PromoteAsync(int term) => new Promoted(
            term, await _store.PromoteDueAsync(_time.GetUtcNow(), _settings.PromoteBatch, _stopped.Token));
    }

    private void OnPromoted(Promoted done)
    {
        _promoting = false;
        foreach (var lane in done.Result.Lanes)
        {
            _table.Lane(lane).Note();
        }
        if (!done.Result.Lanes.IsEmpty)
        {
            _readers.TellOthers(_settings.Partition.Index, new NoteReady(done.Result.Lanes, null));
        }
        Expect(done.Result.NextDue);
        if (_promoteAgain)
        {
            Promote();
        }
        ArmPromotion();
        Dispatch();
    }

    private void Poll()
    {
        Ask(PollAsync(_term), nameof(Poll));

        async Task<ITermed> PollAsync(int term) => new Polled(
            term, await _store.GetPausesAsync(_stopped.Token), await _store.GetLanesAsync(_stopped.Token));
    }

    private void OnPolled(Polled done)
    {
        _table.Pauses = done.Pauses;
        foreach (var lane in _doubted)
        {
            _table.Lane(lane).Restart();
        }
        _doubted.Clear();
        foreach (var lane in done.Lanes)
        {
            _table.Lane(lane).Note();
        }
        TellOfUntaken(done.Lanes);
        Dispatch();
    }

    /// <summary>A lane with jobs that no worker takes is said when it is found, and again now and then while it stays so.</summary>
    private void TellOfUntaken(ImmutableArray<Lane> lanes)
    {
        var now = _time.GetUtcNow();
        var untaken = lanes.Where(lane => !_table.Nodes.Values.Any(node => node.Accepts(lane))).ToHashSet();
        foreach (var gone in _untaken.Keys.Where(lane => !untaken.Contains(lane)).ToArray())
        {
            _untaken.Remove(gone);
        }
        foreach (var lane in untaken.Where(lane => !_untaken.TryGetValue(lane, out var told) || now - told >= TellUntakenAgain))
        {
            _untaken[lane] = now;
            LogUntaken(lane.Type, lane.Priority.ToName());
        }
    }

    private void CheckHeld(WorkerNode node)
    {
        var before = _time.GetUtcNow() - _settings.LostAssignment;
        if (_table.Outstanding.Values.Any(job => job.Node == node.Node && job.Claim is not null && job.Since < before))
        {
            node.Agent.Tell(new WorkerProtocol.GetHeldJobs(_settings.Partition.Index));
        }
    }

    private void OnHeldJobs(WorkerProtocol.HeldJobs held)
    {
        var ids = held.Jobs.ToHashSet();
        var before = _time.GetUtcNow() - _settings.LostAssignment;
        var lost = _table.Outstanding
            .Where(job => job.Value.Node == held.Node && job.Value.Claim is not null && job.Value.Since < before
                && !ids.Contains(job.Key))
            .ToArray();
        if (lost.Length > 0)
        {
            TakeBack(held.Node, lost, hasLeft: false);
        }
    }

    /// <summary>
    /// Either a job's end was not heard of, then this outcome is stale, or its assignment did not arrive, then this
    /// returns the job.
    /// </summary>
    private void TakeBack(NodeId node, KeyValuePair<JobId, OutstandingJob>[] jobs, bool hasLeft)
    {
        var now = _time.GetUtcNow();
        var outcomes = jobs.Select(job => (JobOutcome)new JobOutcome.Released(
            job.Value.Claim!.Value, new ClaimedJob(job.Key, job.Value.Attempt), job.Value.Since, now)).ToImmutableArray();
        Ask(TakeBackAsync(_term), nameof(TakeBack));

        async Task<ITermed> TakeBackAsync(int term) => new TakenBack(
            term, node, [.. jobs.Select(job => (job.Key, job.Value.Claim!.Value))],
            outcomes.IsEmpty ? [] : await _store.FinishAsync(outcomes, _stopped.Token), hasLeft);
    }

    private void OnTakenBack(TakenBack done)
    {
        foreach (var (id, claim) in done.Jobs)
        {
            // Taken back a second time, it may have been claimed anew since.
            if (_table.Outstanding.TryGetValue(id, out var job) && job.Claim == claim)
            {
                Free(id);
            }
        }
        if (done.Results.Any(result => result == OutcomeResult.Recorded))
        {
            LogTakenBack(done.Node.ToString(), done.Results.Count(result => result == OutcomeResult.Recorded));
            foreach (var lane in _table.Lanes)
            {
                lane.Restart();
            }
        }
        if (done.HasLeft)
        {
            Recover(done.Node); // of claims that were made while it left
        }
        Dispatch();
    }
}
