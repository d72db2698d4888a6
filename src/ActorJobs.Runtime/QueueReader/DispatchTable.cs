using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// All the reader knows, and the decision it exists for: which job next, on which node. No actor, no store, no clock of
/// its own. Strictly by priority; between the lanes of a priority one job in turn; among nodes the least loaded.
/// </summary>
/// <param name="partitions">How many readers share the queue.</param>
internal sealed class DispatchTable(int partitions = 1)
{
    private readonly Dictionary<Lane, LaneBuffer> _lanes = [];
    private readonly List<LaneBuffer>[] _byPriority = [[], [], []];
    private readonly Dictionary<JobId, OutstandingJob> _outstanding = [];
    private readonly Dictionary<JobId, Lane> _overtaken = [];
    private readonly List<LaneBuffer> _turn = [];
    private int _rotation;

    public Dictionary<NodeId, WorkerNode> Nodes { get; } = [];

    public KeyTable Keys { get; private set; } = new();

    public LimitTable Limits { get; } = new(partitions);

    public IReadOnlyList<Pause> Pauses { get; set; } = [];

    public IEnumerable<LaneBuffer> Lanes => _byPriority[0].Concat(_byPriority[1]).Concat(_byPriority[2]);

    public int LaneCount => _lanes.Count;

    public IReadOnlyDictionary<JobId, OutstandingJob> Outstanding => _outstanding;

    /// <summary>Forgets everything but the nodes and their offers.</summary>
    public void Clear()
    {
        foreach (var id in _outstanding.Keys.ToArray())
        {
            End(id);
        }
        _lanes.Clear();
        Array.ForEach(_byPriority, lanes => lanes.Clear());
        Keys = new KeyTable();
    }

    public LaneBuffer Lane(Lane lane)
    {
        if (!_lanes.TryGetValue(lane, out var buffer))
        {
            _lanes[lane] = buffer = new LaneBuffer(lane);
            _byPriority[(int)lane.Priority].Add(buffer);
        }
        return buffer;
    }

    public WorkerNode Node(NodeId id)
    {
        if (!Nodes.TryGetValue(id, out var node))
        {
            Nodes[id] = node = new WorkerNode(id);
        }
        return node;
    }

    /// <summary>Takes in what the nodes say of job types.</summary>
    public void RefreshLimits() =>
        Limits.Set(Nodes.Values.SelectMany(node => node.Report is { } report ? report.Limits : []));

    public bool IsOutstanding(JobId id) => _outstanding.ContainsKey(id);

    /// <summary>
    /// True when a job just read is left out because it is still with a node. When the store already shows its next
    /// attempt, the news of this one's end is on its way; reading has passed the job then, so its lane is read again
    /// when they come.
    /// </summary>
    public bool PassesOver(ReadyJob job)
    {
        if (!_outstanding.TryGetValue(job.Id, out var outstanding))
        {
            return false;
        }
        if (job.NextAttempt != outstanding.Attempt)
        {
            _overtaken[job.Id] = job.Lane;
        }
        return true;
    }

    /// <summary>True when jobs of the lane may be handed out to some node that takes them.</summary>
    public bool IsOpen(Lane lane) =>
        !Pauses.Any(pause => pause.Holds(lane)) && Nodes.Values.Any(node => node.Accepts(lane));

    /// <summary>Chooses up to so many jobs and their nodes; they are outstanding from now on.</summary>
    public Dictionary<NodeId, List<ReadyJob>> Plan(int maxCount, DateTimeOffset now)
    {
        var plan = new Dictionary<NodeId, List<ReadyJob>>();
        _rotation++;
        Limits.BeginRound();
        foreach (var lanes in _byPriority)
        {
            OpenLanes(lanes);
            while (_turn.Count > 0 && maxCount > 0)
            {
                for (var i = 0; i < _turn.Count && maxCount > 0; i++)
                {
                    if (TryPlace(_turn[i], plan, now))
                    {
                        maxCount--;
                    }
                    else
                    {
                        _turn.RemoveAt(i--);
                    }
                }
            }
        }
        return plan;
    }

    /// <summary>Takes in a job that a claim in the store already gave to a node.</summary>
    public void AddStanding(JobId id, OutstandingJob job)
    {
        _outstanding[id] = job;
        Limits.Started(job.Lane.Type, job.Since);
        Node(job.Node).Add(job.Priority, job.Interruptions);
        if (job.ConcurrencyKey is { } key)
        {
            Keys.Hold(key, id);
        }
    }

    /// <summary>True when a claim for the job is known to stand.</summary>
    public bool IsClaimed(JobId id) => _outstanding.TryGetValue(id, out var job) && job.Claim is not null;

    /// <summary>A claim gave the job to a node, even if it was thought to be elsewhere meanwhile.</summary>
    public void Claimed(ReadyJob job, NodeId node, ClaimId claim, DateTimeOffset now)
    {
        if (!_outstanding.TryGetValue(job.Id, out var known) || known.Node != node)
        {
            End(job.Id);
            AddStanding(job.Id, OutstandingJob.Of(job, node, now));
        }
        _outstanding[job.Id] = _outstanding[job.Id] with { Claim = claim };
    }

    /// <summary>
    /// The job is with no node any more; answers where to look for the next job of its key, if there is one.
    /// </summary>
    public (string Key, Lane Lane)? End(JobId id)
    {
        if (!_outstanding.Remove(id, out var job))
        {
            return null;
        }
        Limits.Ended(job.Lane.Type);
        if (Nodes.TryGetValue(job.Node, out var node))
        {
            node.Remove(job.Priority, job.Interruptions);
        }
        if (_overtaken.Remove(id, out var overtaken))
        {
            Lane(overtaken).Restart();
        }
        return job.ConcurrencyKey is { } key && Keys.Release(key, id) is { } lane ? (key, lane) : null;
    }

    private void OpenLanes(List<LaneBuffer> lanes)
    {
        _turn.Clear();
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[(i + _rotation) % lanes.Count];
            if (lane.Count > 0 && IsOpen(lane.Lane))
            {
                lane.RetryAside();
                _turn.Add(lane);
            }
        }
    }

    private bool TryPlace(LaneBuffer lane, Dictionary<NodeId, List<ReadyJob>> plan, DateTimeOffset now)
    {
        while (lane.TryPeek(out var job) && Limits.MayStart(lane.Lane.Type, now))
        {
            if (IsOutstanding(job.Id))
            {
                lane.Pop();
            }
            else if (job.ConcurrencyKey is not null && !Keys.MayRun(job, Limits.MaxPerKey(lane.Lane.Type)))
            {
                lane.Pop();
                Keys.Skip(job);
            }
            else if (LeastLoaded(job) is { } node)
            {
                lane.Pop();
                Place(job, node, plan, now);
                return true;
            }
            else if (WorkerNode.IsSuspect(job.Interruptions))
            {
                lane.SetAside();
            }
            else
            {
                return false;
            }
        }
        return false;
    }

    private void Place(ReadyJob job, WorkerNode node, Dictionary<NodeId, List<ReadyJob>> plan, DateTimeOffset now)
    {
        AddStanding(job.Id, OutstandingJob.Of(job, node.Node, now));
        if (!plan.TryGetValue(node.Node, out var jobs))
        {
            plan[node.Node] = jobs = [];
        }
        jobs.Add(job);
    }

    private WorkerNode? LeastLoaded(ReadyJob job)
    {
        WorkerNode? best = null;
        var least = double.MaxValue;
        foreach (var node in Nodes.Values)
        {
            if (node.CanTake(job) && node.LoadUpTo(job.Lane.Priority) is var load && load < least)
            {
                (best, least) = (node, load);
            }
        }
        return best;
    }
}
