using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>Who holds a unique key.</summary>
/// <param name="Job">The holder.</param>
/// <param name="Ended">The state in which it ended; null while it is live.</param>
internal readonly record struct KeyHolder(JobId Job, JobState? Ended);

/// <summary>
/// Unique keys: held while the job is live and at least until its <see cref="NewJob.UniqueFor"/> is over.
/// </summary>
internal sealed class UniqueKeyRows(Connection db)
{
    /// <summary>The job that holds a key at a time; null when it is free.</summary>
    public KeyHolder? HolderOf(string type, string key, DateTimeOffset now)
    {
        var row = db["unique_keys_get"].Start().Bind(1, type).Bind(2, key);
        if (!row.Step())
        {
            return null;
        }
        var holder = new KeyHolder(row.Id(0), row.IsNull(1) ? null : (JobState)row.Int(1));
        var until = row.Long(2);
        row.Reset();
        return holder.Ended is null || until > now.Ms() ? holder : null;
    }

    /// <summary>Gives a free key to a job.</summary>
    public void Hold(string type, string key, JobId job, DateTimeOffset? until) =>
        db["unique_keys_hold"].Start()
            .Bind(1, type).Bind(2, key).Bind(3, job).Bind(4, until?.DueMs() ?? 0).Execute();

    /// <summary>Its holder ended: frees the key, or leaves it held until its time is over.</summary>
    public void End(string type, string key, JobId job, JobState state, DateTimeOffset now)
    {
        if (db["unique_keys_release"].Start().Bind(1, type).Bind(2, key).Bind(3, job).Bind(4, now.Ms()).Execute() == 0)
        {
            _ = db["unique_keys_end"].Start().Bind(1, type).Bind(2, key).Bind(3, job).Bind(4, (long)state).Execute();
        }
    }

    /// <summary>Frees the key of a job that is deleted.</summary>
    public void Release(string type, string key, JobId job) =>
        db["unique_keys_release"].Start().Bind(1, type).Bind(2, key).Bind(3, job).Bind(4, long.MaxValue).Execute();

    /// <summary>Removes keys of ended jobs whose time is over.</summary>
    public void Expire(DateTimeOffset now, int maxCount) =>
        db["unique_keys_expire"].Start().Bind(1, now.Ms()).Bind(2, maxCount).Execute();
}
