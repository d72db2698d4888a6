using System.Globalization;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>
/// Removes what its retention no longer keeps. Failed jobs go row by row, for they are few; the others with the slot of the
/// ring they ended in, whose table is emptied as a whole.
/// </summary>
internal static class Purging
{
    /// <summary>A slot is open for so small a part of the retention, so that what is over stays not much longer.</summary>
    private const int SlotsPerRetention = 12;

    /// <summary>Removes about so many jobs; all in the transaction that is open.</summary>
    public static async Task<int> RunInTransactionAsync(
        NpgsqlConnection connection, Retention retention, DateTimeOffset now, int maxCount, CancellationToken cancellationToken)
    {
        if (!await TryLockAsync(connection, cancellationToken))
        {
            return 0;
        }
        var gone = await RemoveFailedAsync(connection, retention.FailedCount, maxCount, cancellationToken);
        await using (var keys = new StatementBatch(connection).Add("purge_keys").With(now.UtcDateTime).With(maxCount)
            .Add("settle_rest").With(now.UtcDateTime))
        {
            _ = await keys.RunAsync(cancellationToken);
        }
        var slots = await HistorySlot.ReadAsync(connection, cancellationToken);
        await TurnAsync(connection, slots, retention.Succeeded, now, cancellationToken);
        foreach (var slot in slots.Where(slot => !slot.IsCurrent && slot.ClosedAt <= now - retention.Succeeded))
        {
            gone += await EmptyAsync(connection, slot.Number, cancellationToken);
        }
        return gone;
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("purge_lock");
        await using var row = await batch.ReadAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) && row.GetBoolean(0);
    }

    private static async Task<int> RemoveFailedAsync(
        NpgsqlConnection connection, int kept, int maxCount, CancellationToken cancellationToken)
    {
        await using var batch = new StatementBatch(connection).Add("purge_failed").With((long)kept).With((long)maxCount);
        await using var row = await batch.ReadAsync(cancellationToken);
        _ = await row.ReadAsync(cancellationToken);
        return (int)row.GetInt64(0);
    }

    /// <summary>Moves on to the next slot when the current one has been open long enough and the next is empty.</summary>
    private static async Task TurnAsync(
        NpgsqlConnection connection, List<HistorySlot> slots, TimeSpan retention, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var current = slots.FindIndex(slot => slot.IsCurrent);
        var next = slots[(current + 1) % slots.Count];
        await using var batch = new StatementBatch(connection);
        if (slots[current].OpenedAt is not { } opened)
        {
            _ = batch.Add("slot_open").With(slots[current].Number).With(now.UtcDateTime);
        }
        else if (now - opened >= retention / SlotsPerRetention && next.ClosedAt is null)
        {
            _ = batch.Add("slot_close").With(slots[current].Number).With(next.Number).With(now.UtcDateTime);
        }
        else
        {
            return;
        }
        _ = await batch.RunAsync(cancellationToken);
    }

    /// <summary>Empties a slot; leaves it for the next purge while somebody reads it.</summary>
    private static async Task<int> EmptyAsync(NpgsqlConnection connection, short slot, CancellationToken cancellationToken)
    {
        var table = string.Create(CultureInfo.InvariantCulture, $"actorjobs.history_{slot}");
        await RunAsync(connection, "SAVEPOINT slot; SET LOCAL lock_timeout = '500ms'", cancellationToken);
        try
        {
            await RunAsync(connection, $"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await RunAsync(connection, "ROLLBACK TO SAVEPOINT slot", cancellationToken);
            return 0;
        }
        var jobs = 0;
        await using (var forget = new StatementBatch(connection).Add("slot_forget").With(slot))
        await using (var row = await forget.ReadAsync(cancellationToken))
        {
            _ = await row.ReadAsync(cancellationToken);
            jobs = (int)row.GetInt64(0);
        }
        await RunAsync(connection, $"TRUNCATE {table}; RELEASE SAVEPOINT slot; SET LOCAL lock_timeout = 0", cancellationToken);
        await using var emptied = new StatementBatch(connection).Add("slot_emptied").With(slot);
        _ = await emptied.RunAsync(cancellationToken);
        return jobs;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        _ = await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
