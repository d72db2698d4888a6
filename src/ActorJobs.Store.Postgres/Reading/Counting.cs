using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>How many jobs of a lane are in each state; ready ones are not claimed.</summary>
internal sealed record LaneCounts(int Number, Lane Lane, ImmutableArray<long> Jobs)
{
    public long this[JobState state] => Jobs[(int)state];
}

/// <summary>Counts, which every change keeps, so that nothing is scanned.</summary>
internal static class Counting
{
    private const int FirstState = 3;

    /// <summary>All lanes that hold jobs, most urgent first.</summary>
    public static async Task<List<LaneCounts>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("counts_get");
        await using var row = await batch.ReadAsync(cancellationToken);
        var lanes = new List<LaneCounts>();
        while (await row.ReadAsync(cancellationToken))
        {
            var lane = new Lane((Priority)row.GetInt16(1), row.GetString(2));
            lanes.Add(new LaneCounts(
                row.GetInt32(0), lane, [.. Names.States.Select(state => row.GetInt64(FirstState + (int)state))]));
        }
        return lanes;
    }

    /// <summary>Lanes with ready rows, claimed or not, most urgent first.</summary>
    public static async Task<ImmutableArray<Lane>> LanesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(connection, cancellationToken))
            .Where(lane => lane[JobState.Ready] + lane[JobState.Running] > 0).Select(lane => lane.Lane)];

    /// <summary>Counts of the whole queue.</summary>
    public static async Task<StoreCounts> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var lanes = await ReadAsync(connection, cancellationToken);
        var ready = lanes.Where(lane => lane[JobState.Ready] > 0).ToArray();
        return new StoreCounts(
            Names.States.ToImmutableDictionary(state => state, state => lanes.Sum(lane => lane[state])),
            ready.ToImmutableDictionary(lane => lane.Lane, lane => lane[JobState.Ready]),
            ready.Length == 0
                ? ImmutableDictionary<Lane, DateTimeOffset>.Empty
                : await OldestAsync(connection, ready, cancellationToken));
    }

    private static async Task<ImmutableDictionary<Lane, DateTimeOffset>> OldestAsync(
        NpgsqlConnection connection, LaneCounts[] ready, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection)
            .Add("oldest_ready").With(Array.ConvertAll(ready, lane => lane.Number));
        await using var row = await batch.ReadAsync(cancellationToken);
        var oldest = ImmutableDictionary.CreateBuilder<Lane, DateTimeOffset>();
        while (await row.ReadAsync(cancellationToken))
        {
            var number = row.GetInt32(0);
            oldest[ready.First(lane => lane.Number == number).Lane] = row.GetFieldValue<DateTimeOffset>(1);
        }
        return oldest.ToImmutable();
    }
}
