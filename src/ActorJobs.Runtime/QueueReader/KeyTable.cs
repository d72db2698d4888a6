using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// Concurrency keys in use. A key has one holder, the job that runs or is about to, or as many as its jobs' type allows. Jobs met meanwhile are skipped,
/// remembered only by their lane, and found again through the store when the key is free; so any number of them costs
/// nothing here.
/// </summary>
internal sealed class KeyTable
{
    private readonly Dictionary<string, KeyState> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    /// <summary>
    /// True when the job may be handed out: its key has room for it, and no earlier job of its lane was skipped.
    /// </summary>
    public bool MayRun(ReadyJob job, int limit) =>
        !_keys.TryGetValue(job.ConcurrencyKey!, out var key)
        || key.Holders.Contains(job.Id)
        || (key.Holders.Count < limit && !key.Reading && !key.Skipped.Contains(job.Lane));

    public void Hold(string key, JobId job)
    {
        var holders = State(key).Holders;
        if (!holders.Contains(job))
        {
            holders.Add(job);
        }
    }

    public void Skip(ReadyJob job) => State(job.ConcurrencyKey!).Skipped.Add(job.Lane);

    /// <summary>Frees a key; answers the lane to look into for its next job, if some were skipped.</summary>
    public Lane? Release(string key, JobId holder)
    {
        if (!_keys.TryGetValue(key, out var state) || !state.Holders.Remove(holder))
        {
            return null;
        }
        return NextLane(key, state);
    }

    /// <summary>
    /// Keeps the key for the first of these jobs that is not outstanding; answers the lane to look into next if there is room.
    /// </summary>
    public (ReadyJob? Job, Lane? Lane) Found(
        string key, Lane lane, ImmutableArray<ReadyJob> jobs, Func<JobId, bool> isOutstanding, int limit)
    {
        if (!_keys.TryGetValue(key, out var state))
        {
            return (null, null);
        }
        state.Reading = false;
        var waiting = jobs.Where(job => !isOutstanding(job.Id) && !state.Holders.Contains(job.Id)).Take(2).ToArray();
        if (waiting.Length < 2)
        {
            state.Skipped.Remove(lane);
        }
        if (waiting.Length == 0 || state.Holders.Count >= limit)
        {
            return (null, state.Holders.Count < limit ? NextLane(key, state) : null);
        }
        state.Holders.Add(waiting[0].Id);
        return (waiting[0], state.Holders.Count < limit ? NextLane(key, state) : null);
    }

    private Lane? NextLane(string key, KeyState state)
    {
        if (state.Skipped.Count == 0)
        {
            if (state.Holders.Count == 0)
            {
                _keys.Remove(key);
            }
            return null;
        }
        state.Reading = true;
        return state.Skipped.MinBy(lane => lane.Priority);
    }

    private KeyState State(string key)
    {
        if (!_keys.TryGetValue(key, out var state))
        {
            _keys[key] = state = new KeyState();
        }
        return state;
    }

    private sealed class KeyState
    {
        public List<JobId> Holders { get; } = [];

        public bool Reading { get; set; }

        public HashSet<Lane> Skipped { get; } = [];
    }
}
