using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Keeps progress and log lines.</summary>
internal static class Reporting
{
    private const int MaxArguments = 2000;

    /// <summary>Keeps the reports of jobs that are live.</summary>
    public static async Task RunAsync(
        RedisLink link, ImmutableArray<JobReport> reports, CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue> { JobLimits.MaxLogLines };
        foreach (var report in reports)
        {
            // Older ones would be dropped anyway.
            var lines = report.Lines.IsDefault ? [] : report.Lines;
            var kept = lines.Length <= JobLimits.MaxLogLines ? lines : lines[^JobLimits.MaxLogLines..];
            arguments.Add(report.Id.ToBytes());
            arguments.Add(report.Progress is { } progress ? StoredTexts.ProgressToJson(progress) : RedisValue.EmptyString);
            arguments.Add(kept.Length);
            arguments.AddRange(kept.Select(line => (RedisValue)StoredTexts.LineToJson(line)));
            if (arguments.Count > MaxArguments)
            {
                _ = await link.RunAsync(Script.Report, [.. arguments], cancellationToken);
                arguments.RemoveRange(1, arguments.Count - 1);
            }
        }
        if (arguments.Count > 1)
        {
            _ = await link.RunAsync(Script.Report, [.. arguments], cancellationToken);
        }
    }
}
