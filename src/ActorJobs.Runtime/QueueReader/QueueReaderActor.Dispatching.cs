using System.Collections.Immutable;
using ActorJobs.Runtime.Observation;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Akka.Actor;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>The steady state: read ahead, claim, assign.</summary>
internal sealed partial class QueueReaderActor
{
    private void Dispatch()
    {
        if (!_opened)
        {
            return;
        }
        while (_claimsInFlight < _settings.ClaimsInFlight && TryClaim())
        {
        }
        if (_table.Limits.NextStart is { } next)
        {
            var wait = next - _time.GetUtcNow();
            Timers.StartSingleTimer(RateTimer, RateTick.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
        ReadAhead();
    }

    private bool TryClaim()
    {
        var now = _time.GetUtcNow();
        var plan = _table.Plan(_settings.ClaimBatch, now);
        if (plan.Count == 0)
        {
            return false;
        }
        _claimsInFlight++;
        var at = TimeProvider.System.GetUtcNow();
        var planned = plan.Select(node => new PlannedClaim(node.Key, [.. node.Value], at)).ToImmutableArray();
        var requests = planned.Select(claim => new ClaimRequest(
            claim.Node, now, [.. claim.Jobs.Select(job => new ClaimedJob(job.Id, job.NextAttempt))])).ToImmutableArray();
        Ask(ClaimAsync(_term), nameof(TryClaim));
        return true;

        async Task<ITermed> ClaimAsync(int term) =>
            new Claimed(term, planned, await _store.ClaimAsync(_epoch, requests, _stopped.Token));
    }

    private void OnClaimed(Claimed done)
    {
        _claimsInFlight--;
        for (var i = 0; i < done.Planned.Length; i++)
        {
            var (planned, claim) = (done.Planned[i], done.Claims[i]);
            RuntimeMeters.ClaimBatch.Record(claim.Jobs.Length);
            if (claim.Jobs.Length < planned.Jobs.Length)
            {
                Unplan(planned, claim);
            }
            if (!_table.Nodes.ContainsKey(planned.Node))
            {
                Recover(planned.Node); // removed meanwhile, and its recovery may have come before this claim
            }
            var granted = claim.Jobs.Select(job => job.Id).ToHashSet();
            var confirmed = planned.Jobs.Where(job => granted.Contains(job.Id) && Confirm(job, planned.Node, claim.Id));
            foreach (var jobs in confirmed.GroupBy(job => job.Lane.Priority))
            {
                foreach (var traced in jobs.Where(job => job.Trace is not null))
                {
                    JobSpans.Dispatched(traced, planned.Node, planned.At, TimeProvider.System.GetUtcNow());
                }
                var worker = _table.Nodes[planned.Node].WorkerOf(jobs.Key) ?? _region(jobs.Key);
                foreach (var part in AssignmentParts.Of(jobs))
                {
                    worker.Tell(new WorkerProtocol.AssignJobs(planned.Node, claim.Id, part)
                    {
                        Partition = _settings.Partition.Index,
                    });
                }
            }
        }
        AnswerDrainers();
        Dispatch();
    }

    /// <summary>
    /// A claim that was made is carried out, whatever was heard of its jobs meanwhile: a claimed job that nobody knows of
    /// would wait for ever.
    /// </summary>
    private bool Confirm(ReadyJob job, NodeId node, ClaimId claim)
    {
        if (!_table.Nodes.ContainsKey(node))
        {
            return false; // removed meanwhile: recovery has it
        }
        _table.Claimed(job, node, claim, _time.GetUtcNow());
        return true;
    }

    private void Unplan(PlannedClaim planned, Claim claim)
    {
        var claimed = claim.Jobs.Select(job => job.Id).ToHashSet();
        foreach (var job in planned.Jobs)
        {
            if (!claimed.Contains(job.Id))
            {
                if (!_table.IsClaimed(job.Id))
                {
                    Free(job.Id);
                }
                _doubted.Add(job.Lane);
            }
        }
    }

    private void ReadAhead()
    {
        if (_readsInFlight >= _settings.ReadsInFlight)
        {
            return;
        }
        var (count, bytes) = (0, 0L);
        foreach (var lane in _table.Lanes)
        {
            count += lane.Count;
            bytes += lane.Bytes;
        }
        var share = Math.Clamp(_settings.MaxBuffered / Math.Max(1, _table.LaneCount), 16, _settings.PageSize);
        foreach (var lane in _table.Lanes)
        {
            if (_readsInFlight >= _settings.ReadsInFlight || count >= _settings.MaxBuffered
                || bytes >= _settings.MaxBufferedBytes)
            {
                return;
            }
            if (!lane.Reading && lane.MayHoldMore && lane.Count <= share / 2 && _table.IsOpen(lane.Lane))
            {
                Read(lane, share);
                count += share;
            }
        }
    }

    private void Read(LaneBuffer lane, int maxCount)
    {
        _readsInFlight++;
        var (after, generation) = lane.BeginRead();
        Ask(ReadAsync(_term), nameof(Read));

        async Task<ITermed> ReadAsync(int term) => new LaneRead(term, lane.Lane, generation,
            await _store.ReadLaneAsync(
                lane.Lane, _settings.Partition, after, maxCount, _settings.PageBytes, _stopped.Token));
    }

    private void OnLaneRead(LaneRead done)
    {
        _readsInFlight--;
        _table.Lane(done.Lane).EndRead(done.Page, done.Generation, _table.PassesOver);
        Dispatch();
    }

    private void ReadKey(string key, Lane lane)
    {
        var enough = 3 + _table.Limits.MaxPerKey(lane.Type);
        Ask(ReadAsync(_term), nameof(ReadKey));

        async Task<ITermed> ReadAsync(int term) => new KeyRead(
            term, key, lane, await _store.ReadKeyAsync(lane, key, enough, _stopped.Token));
    }

    private void OnKeyRead(KeyRead done)
    {
        var (job, next) = _table.Keys.Found(
            done.Key, done.Lane, done.Jobs, _table.IsOutstanding, _table.Limits.MaxPerKey(done.Lane.Type));
        if (job is not null)
        {
            _table.Lane(done.Lane).AddKeyed(job);
        }
        if (next is { } lane)
        {
            ReadKey(done.Key, lane);
        }
        Dispatch();
    }
}
