using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Keeps progress and log lines.</summary>
internal static class Reporting
{
    /// <summary>Keeps the reports of jobs that are live.</summary>
    /// <returns>How many were kept.</returns>
    public static int Run(StoreTables tables, ImmutableArray<JobReport> reports)
    {
        var kept = 0;
        foreach (var report in reports)
        {
            if (!tables.Claims.Contains(report.Id) && !tables.Jobs.TryGetClaimable(report.Id, out _))
            {
                continue;
            }
            kept++;
            if (report.Progress is { } progress)
            {
                tables.Details.SetProgress(report.Id, progress);
            }
            if (!report.Lines.IsDefaultOrEmpty)
            {
                tables.Details.AddLines(report.Id, report.Lines);
            }
        }
        return kept;
    }
}
