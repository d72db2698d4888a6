namespace ActorJobs.Runtime.Scheduler;

/// <summary>The schedules in order of when they must be looked at next; no timer of its own for any.</summary>
internal sealed class DueHeap
{
    private readonly PriorityQueue<string, DateTimeOffset> _heap = new();

    // What counts; entries of the heap that say otherwise are out of date.
    private readonly Dictionary<string, DateTimeOffset> _times = new(StringComparer.Ordinal);

    /// <summary>How many are waited for.</summary>
    public int Count => _times.Count;

    /// <summary>When the next one is due; null for none.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            DropOutdated();
            return _heap.TryPeek(out _, out var at) ? at : null;
        }
    }

    /// <summary>Sets when a schedule must be looked at; null for not.</summary>
    public void Set(string id, DateTimeOffset? at)
    {
        if (at is not { } time)
        {
            _times.Remove(id);
        }
        else if (!_times.TryGetValue(id, out var known) || known != time)
        {
            _times[id] = time;
            _heap.Enqueue(id, time);
        }
    }

    /// <summary>Takes out those that are due, the earliest first.</summary>
    public List<string> Take(DateTimeOffset now, int maxCount)
    {
        var due = new List<string>();
        while (due.Count < maxCount && Next <= now)
        {
            var id = _heap.Dequeue();
            _times.Remove(id);
            due.Add(id);
        }
        return due;
    }

    private void DropOutdated()
    {
        while (_heap.TryPeek(out var id, out var at) && !(_times.TryGetValue(id, out var current) && current == at))
        {
            _heap.Dequeue();
        }
    }
}
