using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using ActorJobs.Stores.Postgres.Writing;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>
/// Records outcomes. The fence is the standing claim: once a job has left it, by an outcome, a release or a recovery, every
/// other outcome under that claim is stale.
/// </summary>
internal static class Finishing
{
    /// <summary>Records each outcome whose claim stands: one round trip, a few more when handlers enqueued jobs.</summary>
    public static async Task<ImmutableArray<OutcomeResult>> RunAsync(
        StoreConnections connections, Lanes lanes, ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken)
    {
        var results = new OutcomeResult[outcomes.Length];
        Array.Fill(results, OutcomeResult.Stale);
        foreach (var round in Rounds(outcomes))
        {
            var recorded = await RunRoundAsync(connections, lanes, [.. round.Select(index => outcomes[index])], cancellationToken);
            foreach (var index in round)
            {
                results[index] = recorded.Contains(outcomes[index].Job.Id) ? OutcomeResult.Recorded : OutcomeResult.Stale;
            }
        }
        return [.. results];
    }

    /// <summary>A statement records one outcome of a job; a second of the same job waits for the next round.</summary>
    private static List<List<int>> Rounds(ImmutableArray<JobOutcome> outcomes)
    {
        var rounds = new List<List<int>>();
        var seen = new Dictionary<JobId, int>(outcomes.Length);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var round = seen[outcomes[i].Job.Id] = seen.GetValueOrDefault(outcomes[i].Job.Id, -1) + 1;
            if (round == rounds.Count)
            {
                rounds.Add([]);
            }
            rounds[round].Add(i);
        }
        return rounds;
    }

    private static async Task<HashSet<JobId>> RunRoundAsync(
        StoreConnections connections, Lanes lanes, JobOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var parents = outcomes.OfType<JobOutcome.Succeeded>()
            .Where(outcome => !outcome.Children.IsDefaultOrEmpty).ToArray();
        if (parents.Length == 0)
        {
            return await connections.InRoundTripAsync(
                (connection, cancelled) => RecordAsync(connection, outcomes, cancelled), cancellationToken);
        }
        await lanes.EnsureAsync([.. parents.SelectMany(parent => parent.Children)], cancellationToken);
        return await connections.InTransactionAsync(
            async (connection, cancelled) =>
            {
                if (parents.Any(parent => parent.Children.Any(Replacing.Replaces)))
                {
                    // Before the claims are held, as in every transaction that needs both.
                    await Changing.FenceAsync(connection, cancelled);
                }
                var recorded = await RecordAsync(connection, outcomes, cancelled);
                var children = parents.Where(parent => recorded.Contains(parent.Job.Id))
                    .SelectMany(parent => parent.Children).ToArray();
                if (children.Length > 0)
                {
                    _ = await Enqueuing.RunAsync(connection, lanes, children, cancelled);
                }
                return recorded;
            },
            cancellationToken);
    }

    private static async Task<HashSet<JobId>> RecordAsync(
        NpgsqlConnection connection, JobOutcome[] outcomes, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection);
        AddStatements(batch, outcomes);
        await using var row = await batch.ReadAsync(cancellationToken);
        var recorded = new HashSet<JobId>(outcomes.Length);
        do
        {
            while (await row.ReadAsync(cancellationToken))
            {
                if (row.GetFieldType(0) == typeof(Guid))
                {
                    _ = recorded.Add(new JobId(row.GetGuid(0)));
                }
            }
        }
        while (await row.NextResultAsync(cancellationToken));
        return recorded;
    }

    private static void AddStatements(StatementBatch batch, JobOutcome[] outcomes)
    {
        _ = batch.Add("claims_lock").With(outcomes.Select(outcome => outcome.Claim.Value).Distinct().ToArray());
        var retried = outcomes.OfType<JobOutcome.RetryAt>().ToArray();
        var released = outcomes.OfType<JobOutcome.Released>().ToArray<JobOutcome>();
        var confirmed = outcomes.OfType<JobOutcome.Confirmed>().ToArray<JobOutcome>();
        var others = confirmed.Length == 0 ? outcomes : [.. outcomes.Where(outcome => outcome is not JobOutcome.Confirmed)];
        if (others.Length > 0)
        {
            OutcomeColumns.AddEnded(batch, "finish_ended", others);
        }
        if (retried.Length > 0)
        {
            _ = batch.Add("position_hold");
            OutcomeColumns.AddRetried(batch, retried);
        }
        if (released.Length > 0)
        {
            _ = OutcomeColumns.AddKeys(batch, "finish_released", released);
        }
        if (confirmed.Length > 0)
        {
            _ = OutcomeColumns.AddKeys(batch, "finish_confirmed", confirmed);
        }
        _ = batch.Settle(Array.ConvertAll(outcomes, outcome => outcome.Job.Id.Value), outcomes[0].FinishedAt);
    }
}
