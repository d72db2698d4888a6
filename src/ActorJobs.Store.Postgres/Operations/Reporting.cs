using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Keeps progress and log lines of live jobs.</summary>
internal static class Reporting
{
    /// <summary>Keeps the reports, in one round trip.</summary>
    public static async Task<bool> RunAsync(
        NpgsqlConnection connection, ImmutableArray<JobReport> reports, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection);
        var progress = reports.Where(report => report.Progress is not null)
            .GroupBy(report => report.Id, (id, group) => (Id: id, Last: group.Last().Progress!)).ToArray();
        if (progress.Length > 0)
        {
            _ = batch.Add("report_progress")
                .With(Array.ConvertAll(progress, report => report.Id.Value))
                .With(Array.ConvertAll(progress, report => report.Last.Fraction))
                .With(Array.ConvertAll(progress, report => report.Last.Message is { } message ? Line(message) : null))
                .With(Array.ConvertAll(progress, report => report.Last.At.UtcDateTime));
        }
        var lines = reports.Where(report => !report.Lines.IsDefaultOrEmpty)
            .SelectMany(report => report.Lines, (report, line) => (report.Id, Line: line)).ToArray();
        if (lines.Length > 0)
        {
            _ = batch.Add("report_lines")
                .With(Array.ConvertAll(lines, entry => entry.Id.Value))
                .With(Array.ConvertAll(lines, entry => entry.Line.Attempt))
                .With(Array.ConvertAll(lines, entry => entry.Line.At.UtcDateTime))
                .With(Array.ConvertAll(lines, entry => Line(entry.Line.Text)))
                .With(JobLimits.MaxLogLines);
        }
        return progress.Length + lines.Length > 0 && await batch.RunAsync(cancellationToken) > 0;
    }

    private static string Line(string text) => StoredForms.Clean(StoredForms.Cut(text, JobLimits.MaxLogLineLength));
}
