using ActorJobs.Stores.Postgres.Reading;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Changes that people ask for, many jobs at a time.</summary>
internal static class BulkChanging
{
    private const int MaxChunk = 1000;

    /// <summary>Applies a change to the oldest jobs that match and to which it applies.</summary>
    public static async Task<BulkResult> RunInTransactionAsync(
        NpgsqlConnection connection, BulkChange change, JobFilter filter, DateTimeOffset now, int maxCount,
        CancellationToken cancellationToken)
    {
        await Changing.FenceAsync(connection, cancellationToken);
        var search = await JobSearch.StartAsync(connection, filter, newestFirst: false, cancellationToken);
        var (chosen, more) = await ChooseAsync(connection, search, change, filter, maxCount, cancellationToken);
        if (chosen.Count == 0)
        {
            return new BulkResult(0, [], [], more);
        }
        var changed = await Changing.ApplyAsync(connection, change, chosen, now, cancellationToken);
        return new BulkResult(
            changed.Count,
            change != BulkChange.Cancel ? [] : [.. changed.Where(head => head.Node is not null)
                .Select(head => new RunningJob(head.Id, head.Node!.Value, head.Lane.Priority))],
            change != BulkChange.Retry ? [] : [.. changed.Select(head => head.Lane).Distinct().OrderBy(lane => lane.Priority)],
            more);
    }

    private static async Task<(List<JobHead> Chosen, bool More)> ChooseAsync(
        NpgsqlConnection connection, JobSearch search, BulkChange change, JobFilter filter, int maxCount,
        CancellationToken cancellationToken)
    {
        var chosen = new List<JobHead>();
        var chunk = Math.Clamp(maxCount + 1, 1, MaxChunk);
        JobId? behind = null;
        while (true)
        {
            var ids = await search.NextAsync(behind, chunk, cancellationToken);
            // What heads do not hold is compared with the jobs themselves.
            var matching = filter is { Key: null, Parent: null, Error: null }
                ? ids
                : await JobReading.MatchingAsync(connection, filter, ids, cancellationToken);
            var heads = await JobHead.HoldInTransactionAsync(connection, matching, cancellationToken);
            foreach (var id in matching)
            {
                if (!heads.TryGetValue(id, out var head) || !Matches(filter, head) || !Changing.Applies(change, head)
                    || head.CancelRequested)
                {
                    continue; // one that is marked already would match for ever
                }
                if (chosen.Count == maxCount)
                {
                    return (chosen, true);
                }
                chosen.Add(head);
            }
            if (ids.Count < chunk)
            {
                return (chosen, false);
            }
            behind = ids[^1];
        }
    }

    private static bool Matches(JobFilter filter, JobHead head) =>
        (filter.State is null || filter.State == head.State)
        && (filter.Type is null || filter.Type == head.Lane.Type)
        && (filter.Priority is null || filter.Priority == head.Lane.Priority);
}
