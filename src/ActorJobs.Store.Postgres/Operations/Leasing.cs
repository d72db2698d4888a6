using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Leases, by the server's clock.</summary>
internal static class Leasing
{
    /// <summary>Takes or renews a lease; false when another holds it.</summary>
    public static async Task<bool> TakeAsync(
        NpgsqlConnection connection, string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("lease_take").With(name).With(owner).With(duration);
        return await batch.RunAsync(cancellationToken) > 0;
    }

    /// <summary>Who holds a lease; null when nobody does.</summary>
    public static async Task<string?> OwnerAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("lease_owner").With(name);
        await using var row = await batch.ReadAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? row.GetString(0) : null;
    }

    /// <summary>Frees a lease; false when it was not the owner's.</summary>
    public static async Task<bool> ReleaseAsync(
        NpgsqlConnection connection, string name, string owner, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("lease_release").With(name).With(owner);
        return await batch.RunAsync(cancellationToken) > 0;
    }
}
