using System.Collections.Concurrent;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Writing;

/// <summary>Numbers of lanes. They never change, so each is asked for once.</summary>
internal sealed class Lanes(StoreConnections connections)
{
    private readonly ConcurrentDictionary<Lane, int> _numbers = new();

    /// <summary>The number of a lane that <see cref="EnsureAsync"/> has seen.</summary>
    public int this[Lane lane] => _numbers[lane];

    /// <summary>Gives each lane of these jobs a number.</summary>
    public ValueTask EnsureAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        for (var i = 0; i < jobs.Count; i++)
        {
            if (!_numbers.ContainsKey(jobs[i].Lane))
            {
                return new ValueTask(AddAsync(jobs, cancellationToken));
            }
        }
        return ValueTask.CompletedTask;
    }

    private async Task AddAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        var missing = jobs.Select(job => job.Lane).Distinct().Where(lane => !_numbers.ContainsKey(lane)).ToArray();
        _ = await connections.UseAsync(async (connection, cancelled) =>
        {
            foreach (var lane in missing)
            {
                await using var batch = new StatementBatch(connection)
                    .Add("lane_add").With((short)lane.Priority).With(lane.Type);
                _ = await batch.RunAsync(cancelled);
            }
            await ReadAsync(connection, cancelled);
            return true;
        }, cancellationToken);
    }

    private async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("lanes_all");
        await using var row = await batch.ReadAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            _numbers[new Lane((Priority)row.GetInt16(1), row.GetString(2))] = row.GetInt32(0);
        }
    }
}
