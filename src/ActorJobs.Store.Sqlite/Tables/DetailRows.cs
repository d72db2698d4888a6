using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>What lies beside a job, live or ended: tags to find it by, progress, log lines.</summary>
internal sealed class DetailRows(Connection db)
{
    /// <summary>Makes a job known by its tags.</summary>
    public void AddTags(JobId job, ImmutableArray<string> tags)
    {
        foreach (var tag in tags)
        {
            _ = db["tags_insert"].Start().Bind(1, tag).Bind(2, job).Execute();
        }
    }

    /// <summary>Keeps the newest progress.</summary>
    public void SetProgress(JobId job, JobProgress progress) =>
        db["progress_set"].Start().Bind(1, job).Bind(2, progress.Fraction)
            .Bind(3, progress.Message is { } message ? StoredForms.Cut(message, JobLimits.MaxLogLineLength) : null)
            .Bind(4, progress.At.Ms()).Execute();

    /// <summary>Adds log lines and keeps the newest <see cref="JobLimits.MaxLogLines"/>.</summary>
    public void AddLines(JobId job, ImmutableArray<JobLogLine> lines)
    {
        var last = db["log_lines_last"].Start().Bind(1, job);
        var number = 0L;
        if (last.Step())
        {
            number = last.Long(0);
            last.Reset();
        }
        foreach (var line in lines)
        {
            _ = db["log_lines_insert"].Start().Bind(1, job).Bind(2, ++number).Bind(3, line.Attempt)
                .Bind(4, line.At.Ms()).Bind(5, StoredForms.Cut(line.Text, JobLimits.MaxLogLineLength)).Execute();
        }
        if (number > JobLimits.MaxLogLines)
        {
            _ = db["log_lines_trim"].Start().Bind(1, job).Bind(2, number - JobLimits.MaxLogLines).Execute();
        }
    }

    /// <summary>Removes all of it. The job's row must still be there, for its tags.</summary>
    public void Delete(JobId job)
    {
        var row = db["tags_of_job"].Start().Bind(1, job);
        string? tags = null;
        if (row.Step())
        {
            tags = row.Text(0);
            row.Reset();
        }
        foreach (var tag in StoredForms.TagsFromText(tags))
        {
            _ = db["tags_delete"].Start().Bind(1, tag).Bind(2, job).Execute();
        }
        _ = db["progress_delete"].Start().Bind(1, job).Execute();
        _ = db["log_lines_trim"].Start().Bind(1, job).Bind(2, long.MaxValue).Execute();
    }
}
