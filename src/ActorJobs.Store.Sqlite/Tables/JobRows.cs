using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>What a claim must know of a live job.</summary>
internal readonly record struct ClaimableRow(long Lane, JobState State, int Used, bool HasUniqueKey);

/// <summary>What a change must know of a live job; its state is never running here.</summary>
internal sealed record JobHead(
    JobId Id, long Lane, JobState State, long Position, int Used, int RetryBase, int MaxRetries, int Interruptions,
    bool CancelRequested, string? UniqueKey, string? Errors);

/// <summary>How a live job ends; null members leave what the row holds.</summary>
internal readonly ref struct JobEnd
{
    public required JobState State { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Used { get; init; }

    public int Interruptions { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public string? Node { get; init; }

    public string? Errors { get; init; }

    public ReadOnlySpan<byte> Result { get; init; }
}

/// <summary>How an attempt ends that leaves its job live.</summary>
internal readonly record struct AttemptEnd(
    JobState State, long Position, DateTimeOffset Due, int Used, int Interruptions, DateTimeOffset StartedAt, string Node,
    string Errors);

/// <summary>Live jobs.</summary>
internal sealed class JobRows(Connection db)
{
    private readonly Statement _insert = db["jobs_insert"];
    private readonly Statement _end = db["jobs_end"];
    private readonly Statement _delete = db["jobs_delete"];

    /// <summary>Adds a job unless its id is known, live or ended.</summary>
    public bool TryInsert(NewJob job, long lane, JobState state, long position) =>
        _insert.Start()
            .Bind(1, job.Id).Bind(2, lane).Bind(3, (long)state).Bind(4, position)
            .Bind(5, (job.RunAt ?? job.CreatedAt).DueMs()).Bind(6, job.CreatedAt.Ms())
            .Bind(7, job.MaxRetries).Bind(8, (long)job.Timeout.TotalMilliseconds)
            .Bind(9, job.UniqueKey).Bind(10, job.ConcurrencyKey).Bind(11, job.Parent)
            .Bind(12, StoredForms.TagsToText(job.Tags)).Bind(13, job.Payload.Span).Bind(14, job.Trace)
            .Execute() == 1;

    /// <summary>What a claim must know.</summary>
    public bool TryGetClaimable(JobId id, out ClaimableRow row) => TryGetClaimable(db, id, out row);

    /// <summary>What a claim must know.</summary>
    public static bool TryGetClaimable(Connection db, JobId id, out ClaimableRow row)
    {
        var found = db["jobs_claimable"].Start().Bind(1, id);
        if (!found.Step())
        {
            row = default;
            return false;
        }
        row = new ClaimableRow(found.Long(0), (JobState)found.Int(1), found.Int(2), found.Int(3) == 1);
        found.Reset();
        return true;
    }

    /// <summary>What a change must know; null when the job is not live.</summary>
    public JobHead? Head(JobId id)
    {
        var row = db["jobs_head"].Start().Bind(1, id);
        if (!row.Step())
        {
            return null;
        }
        var head = new JobHead(
            id, row.Long(0), (JobState)row.Int(1), row.Long(2), row.Int(3), row.Int(4), row.Int(5), row.Int(6),
            row.Int(7) == 1, row.Text(8), row.Text(9));
        row.Reset();
        return head;
    }

    /// <summary>Moves a live job to history.</summary>
    public void MoveToHistory(JobId id, JobEnd end)
    {
        _ = _end.Start().Bind(1, id).Bind(2, (long)end.State).Bind(3, end.At.Ms()).Bind(4, end.Used)
            .Bind(5, end.Interruptions).Bind(6, end.StartedAt?.Ms()).Bind(7, end.Node).Bind(8, end.Errors);
        _ = end.Result.IsEmpty ? _end.BindNull(9) : _end.Bind(9, end.Result);
        _ = _end.Execute();
        Delete(id);
    }

    /// <summary>Records an attempt that leaves the job live.</summary>
    public void EndAttempt(JobId id, AttemptEnd end) =>
        db["jobs_attempt_ended"].Start()
            .Bind(1, id).Bind(2, (long)end.State).Bind(3, end.Position).Bind(4, end.Due.DueMs()).Bind(5, end.Used)
            .Bind(6, end.Interruptions).Bind(7, end.StartedAt.Ms()).Bind(8, end.Node).Bind(9, end.Errors).Execute();

    /// <summary>Makes a waiting job ready at a place in its lane.</summary>
    public void MakeReady(JobId id, long position) =>
        db["jobs_make_ready"].Start().Bind(1, id).Bind(2, position).Execute();

    /// <summary>Makes a waiting job ready and due at a time.</summary>
    public void MakeReadyAt(JobId id, long position, DateTimeOffset due) =>
        db["jobs_make_ready_at"].Start().Bind(1, id).Bind(2, position).Bind(3, due.DueMs()).Execute();

    /// <summary>Marks that the job is to be cancelled.</summary>
    public void MarkCancel(JobId id) => db["jobs_mark_cancel"].Start().Bind(1, id).Execute();

    /// <summary>Removes the row.</summary>
    public void Delete(JobId id) => _delete.Start().Bind(1, id).Execute();
}
