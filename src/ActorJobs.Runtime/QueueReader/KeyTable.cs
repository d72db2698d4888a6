using System.Collections.Immutable;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>
/// Concurrency keys in use. A key has one holder: the job that runs or is about to. Jobs met meanwhile are skipped,
/// remembered only by their lane, and found again through the store when the key is free; so any number of them costs
/// nothing here.
/// </summary>
internal sealed class KeyTable
{
    private readonly Dictionary<string, KeyState> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    /// <summary>
    /// True when the job may be handed out: its key is free, and no earlier job of its lane was skipped.
    /// </summary>
    public bool MayRun(ReadyJob job) =>
        !_keys.TryGetValue(job.ConcurrencyKey!, out var key)
        || key.Holder == job.Id
        || (key.Holder is null && !key.Reading && !key.Skipped.Contains(job.Lane));

    public void Hold(string key, JobId job) => State(key).Holder = job;

    public void Skip(ReadyJob job) => State(job.ConcurrencyKey!).Skipped.Add(job.Lane);

    /// <summary>Frees a key; answers the lane to look into for its next job, if some were skipped.</summary>
    public Lane? Release(string key, JobId holder)
    {
        if (!_keys.TryGetValue(key, out var state) || state.Holder != holder)
        {
            return null;
        }
        state.Holder = null;
        return NextLane(key, state);
    }

    /// <summary>
    /// Keeps the key for the first of these jobs that is not outstanding; otherwise answers the lane to look into next.
    /// </summary>
    public (ReadyJob? Job, Lane? Lane) Found(
        string key, Lane lane, ImmutableArray<ReadyJob> jobs, Func<JobId, bool> isOutstanding)
    {
        if (!_keys.TryGetValue(key, out var state))
        {
            return (null, null);
        }
        state.Reading = false;
        var waiting = jobs.Where(job => !isOutstanding(job.Id)).Take(2).ToArray();
        if (waiting.Length < 2)
        {
            state.Skipped.Remove(lane);
        }
        if (waiting.Length == 0 || state.Holder is not null)
        {
            return (null, state.Holder is null ? NextLane(key, state) : null);
        }
        state.Holder = waiting[0].Id;
        return (waiting[0], null);
    }

    private Lane? NextLane(string key, KeyState state)
    {
        if (state.Skipped.Count == 0)
        {
            _keys.Remove(key);
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
        public JobId? Holder { get; set; }

        public bool Reading { get; set; }

        public HashSet<Lane> Skipped { get; } = [];
    }
}
