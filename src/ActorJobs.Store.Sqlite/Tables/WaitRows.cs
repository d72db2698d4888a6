using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>A job that ended while others may wait for it.</summary>
internal readonly record struct EndedWait(JobId Id, JobState State, DateTimeOffset At);

/// <summary>Which jobs wait for which. While none does, an end of a job costs nothing here.</summary>
internal sealed class WaitRows(Connection db)
{
    private readonly Queue<EndedWait> _ended = new();
    private bool _any;

    /// <summary>Notes an end, to be settled before the transaction commits.</summary>
    public void NoteEnded(JobId id, JobState state, DateTimeOffset at)
    {
        if (_any)
        {
            _ended.Enqueue(new EndedWait(id, state, at));
        }
    }

    /// <summary>The next end to be settled.</summary>
    public bool TryTakeEnded(out EndedWait ended) => _ended.TryDequeue(out ended);

    /// <summary>Notes that a job waits for another.</summary>
    public void Add(JobId predecessor, JobId successor, FailurePolicy policy)
    {
        _ = db["waits_insert"].Start().Bind(1, predecessor).Bind(2, successor).Bind(3, (long)policy).Execute();
        _any = true;
    }

    /// <summary>What waits for a job.</summary>
    public List<(JobId Successor, FailurePolicy Policy)> On(JobId predecessor)
    {
        var row = db["waits_on"].Start().Bind(1, predecessor);
        var found = new List<(JobId, FailurePolicy)>();
        while (row.Step())
        {
            found.Add((row.Id(0), (FailurePolicy)row.Int(1)));
        }
        return found;
    }

    /// <summary>One wait is over; true when the job waits for nothing any more.</summary>
    public bool Remove(JobId predecessor, JobId successor)
    {
        _ = db["waits_delete"].Start().Bind(1, predecessor).Bind(2, successor).Execute();
        var rest = db["waits_of"].Start().Bind(1, successor);
        var waits = rest.Step();
        rest.Reset();
        return !waits;
    }

    /// <summary>A job waits for nothing any more.</summary>
    public void Forget(JobId successor) => db["waits_forget"].Start().Bind(1, successor).Execute();

    /// <summary>Makes a job due that waited; nothing when it does not wait any more.</summary>
    public void Release(JobId successor, DateTimeOffset at) => db["jobs_release"].Start()
        .Bind(1, successor).Bind(2, at.DueMs()).Bind(3, JobLimits.Never.DueMs()).Execute();

    /// <summary>True when a live job waits for others.</summary>
    public bool Waits(JobId job)
    {
        var row = db["jobs_waits"].Start().Bind(1, job).Bind(2, JobLimits.Never.DueMs());
        var waits = row.Step();
        row.Reset();
        return waits;
    }

    /// <summary>Reads anew whether any job waits.</summary>
    public void Load()
    {
        _ended.Clear();
        var row = db["waits_any"].Start();
        _any = row.Step();
        row.Reset();
    }
}
