using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Jobs that wait for others.</summary>
internal static class Settling
{
    /// <summary>True when a job waits for others.</summary>
    public static bool Waits(NewJob job) => !job.After.IsDefaultOrEmpty;

    /// <summary>Notes what jobs wait for that were just added in the transaction that is open; what has ended already is settled.</summary>
    public static async Task AddInTransactionAsync(
        NpgsqlConnection connection, IEnumerable<NewJob> jobs, CancellationToken cancellationToken)
    {
        var waits = jobs.Where(Waits).SelectMany(job => job.After, (job, predecessor) => (job, predecessor)).ToArray();
        if (waits.Length == 0)
        {
            return;
        }
        var predecessors = Array.ConvertAll(waits, wait => wait.predecessor.Value);
        await using var batch = new StatementBatch(connection)
            .Add("waits_add").With(predecessors)
            .With(Array.ConvertAll(waits, wait => wait.job.Id.Value))
            .With(Array.ConvertAll(waits, wait => (short)wait.job.OnFailure))
            .Add("settle").With(predecessors).With(waits[0].job.CreatedAt.UtcDateTime);
        _ = await batch.RunAsync(cancellationToken);
    }

    /// <summary>Settles the end of jobs, last in the transaction that ends them.</summary>
    public static StatementBatch Settle(this StatementBatch batch, Guid[] ended, DateTimeOffset at) =>
        batch.Add("settle").With(ended).With(at.UtcDateTime);
}
