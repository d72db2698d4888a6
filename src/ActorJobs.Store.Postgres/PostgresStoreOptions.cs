using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;

namespace ActorJobs.Stores.Postgres;

/// <summary>How the PostgreSQL store uses its server.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>
    /// <c>postgres://user:password@host:port/database</c>, with Npgsql's connection parameters as query if need be, for
    /// example <c>?sslmode=require</c>. The store keeps to its own schema, <c>actorjobs</c>.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>Most connections of this process, the one that listens for wake-ups not counted.</summary>
    /// <value>20; from 4 to 1000. A busy worker uses about eight, each open page of the dashboard one more.</value>
    public int MaxConnections { get; init; } = 20;

    /// <summary>Longest time of one exchange with the server, after which the store counts as unavailable.</summary>
    /// <value>10 s; from 1 s to 10 min.</value>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Enqueue transactions under way at a time; those that come meanwhile share the next.</summary>
    /// <value>2; from 1 to 16.</value>
    public int EnqueueConnections { get; init; } = 2;

    /// <summary>Most enqueue calls that wait; further ones wait for room, see <see cref="RoomTimeout"/>.</summary>
    /// <value>10 000 calls; from 1 to 1 000 000. Counts calls, not jobs.</value>
    public int MaxPendingWrites { get; init; } = 10_000;

    /// <summary>
    /// Most bytes of payloads that wait. A single larger call is taken when nothing else waits.
    /// </summary>
    /// <value>64 MiB; from 1 MiB to 1 GiB.</value>
    public long MaxPendingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long a call waits for room before <see cref="StoreBusyException"/>.</summary>
    /// <value>3 s; from 0 to 1 min.</value>
    public TimeSpan RoomTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Every fault of these options, as whole sentences; empty when there is none.</summary>
    public ImmutableArray<string> Faults()
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
        Require(PostgresUrl.TryParse(Url, out _), $"{nameof(Url)} must be of the form postgres://user:password@host:port/database.");
        Require(MaxConnections is >= 4 and <= 1000,
            $"{nameof(MaxConnections)} must be from 4 to 1000 but is {MaxConnections}.");
        Require(CommandTimeout >= TimeSpan.FromSeconds(1) && CommandTimeout <= TimeSpan.FromMinutes(10),
            $"{nameof(CommandTimeout)} must be from 1 s to 10 min but is {CommandTimeout}.");
        Require(EnqueueConnections is >= 1 and <= 16,
            $"{nameof(EnqueueConnections)} must be from 1 to 16 but is {EnqueueConnections}.");
        Require(MaxPendingWrites is >= 1 and <= 1_000_000,
            $"{nameof(MaxPendingWrites)} must be from 1 to 1000000 but is {MaxPendingWrites}.");
        Require(MaxPendingBytes is >= 1024 * 1024 and <= 1024 * 1024 * 1024,
            $"{nameof(MaxPendingBytes)} must be from 1 MiB to 1 GiB but is {MaxPendingBytes} bytes.");
        Require(RoomTimeout >= TimeSpan.Zero && RoomTimeout <= TimeSpan.FromMinutes(1),
            $"{nameof(RoomTimeout)} must be from 0 to 1 min but is {RoomTimeout}.");
        return faults.ToImmutable();
    }

    /// <summary>The options without the password.</summary>
    public override string ToString() => PostgresUrl.TryParse(Url, out var read)
        ? $"{nameof(PostgresStoreOptions)} {{ {PostgresUrl.Describe(read)} }}"
        : nameof(PostgresStoreOptions);
}
