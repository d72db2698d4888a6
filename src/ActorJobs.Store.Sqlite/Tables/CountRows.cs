using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>Jobs by lane and state. Differences are summed in memory and written once per transaction.</summary>
internal sealed class CountRows(Connection db)
{
    private readonly Dictionary<(long Lane, JobState State), long> _differences = [];
    private readonly Statement _add = db["counts_add"];

    /// <summary>Notes a new job.</summary>
    public void Add(long lane, JobState state) => Note(lane, state, 1);

    /// <summary>Notes that a job is gone.</summary>
    public void Remove(long lane, JobState state) => Note(lane, state, -1);

    /// <summary>Notes a change of state.</summary>
    public void Move(long lane, JobState from, JobState to)
    {
        Note(lane, from, -1);
        Note(lane, to, 1);
    }

    /// <summary>Writes the differences noted.</summary>
    public void Flush()
    {
        foreach (var ((lane, state), difference) in _differences)
        {
            if (difference != 0)
            {
                _ = _add.Start().Bind(1, lane).Bind(2, (long)state).Bind(3, difference).Execute();
            }
        }
        _differences.Clear();
    }

    /// <summary>All jobs in a state, what is not flushed left out.</summary>
    public long Of(JobState state)
    {
        var sum = db["counts_of_state"].Start().Bind(1, (long)state);
        _ = sum.Step();
        var count = sum.Long(0);
        sum.Reset();
        return count;
    }

    /// <summary>Forgets what was noted since the last flush.</summary>
    public void Forget() => _differences.Clear();

    private void Note(long lane, JobState state, long difference)
    {
        ref var sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
            _differences, (lane, state), out _);
        sum += difference;
    }
}
