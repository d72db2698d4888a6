using System.Collections.Immutable;

namespace ActorJobs.Stores.Sqlite;

/// <summary>How the SQLite store uses its file.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Smallest value of <see cref="MaxFileBytes"/> other than 0.</summary>
    public const long MinFileBytes = 1024 * 1024;

    /// <summary>
    /// The database file. It and its directory are created when missing; <c>-wal</c>, <c>-shm</c> and <c>.lock</c> lie
    /// beside it.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>
    /// Most writes that wait for the writer; further ones wait for room, see <see cref="RoomTimeout"/>.
    /// </summary>
    /// <value>10 000 calls; from 1 to 1 000 000. Counts calls, not jobs.</value>
    public int MaxPendingWrites { get; init; } = 10_000;

    /// <summary>
    /// Most bytes of payloads and results that wait for the writer. A single larger write is taken when nothing else
    /// waits.
    /// </summary>
    /// <value>64 MiB; from 1 MiB to 1 GiB.</value>
    public long MaxPendingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long a write waits for room before <see cref="StoreBusyException"/>.</summary>
    /// <value>3 s; from 0 to 1 min.</value>
    public TimeSpan RoomTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long the writer waits for a lock that another connection to the file holds, such as a shell or a backup.
    /// </summary>
    /// <value>5 s; from 0 to 1 min. The writes behind it wait as well.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections for reads, and so the reads that run at the same time.</summary>
    /// <value>3; from 1 to 32. Each may keep 2 MiB of pages.</value>
    public int ReadConnections { get; init; } = 3;

    /// <summary>Largest size of the database file; at it, new jobs are refused as on a full disk.</summary>
    /// <value>0, for no limit but the disk; otherwise 1 MiB or more. The write-ahead log beside it is not
    /// counted.</value>
    public long MaxFileBytes { get; init; }

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
        Require(!string.IsNullOrWhiteSpace(Path), $"{nameof(Path)} is missing; name the database file.");
        Require(MaxPendingWrites is >= 1 and <= 1_000_000,
            $"{nameof(MaxPendingWrites)} must be from 1 to 1000000 but is {MaxPendingWrites}.");
        Require(MaxPendingBytes is >= 1024 * 1024 and <= 1024 * 1024 * 1024,
            $"{nameof(MaxPendingBytes)} must be from 1 MiB to 1 GiB but is {MaxPendingBytes} bytes.");
        Require(IsUpToOneMinute(RoomTimeout), $"{nameof(RoomTimeout)} must be from 0 to 1 min but is {RoomTimeout}.");
        Require(IsUpToOneMinute(BusyTimeout), $"{nameof(BusyTimeout)} must be from 0 to 1 min but is {BusyTimeout}.");
        Require(ReadConnections is >= 1 and <= 32,
            $"{nameof(ReadConnections)} must be from 1 to 32 but is {ReadConnections}.");
        Require(MaxFileBytes is 0 or >= MinFileBytes,
            $"{nameof(MaxFileBytes)} must be 0 or at least {MinFileBytes} but is {MaxFileBytes}.");
        return faults.ToImmutable();
    }

    private static bool IsUpToOneMinute(TimeSpan time) => time >= TimeSpan.Zero && time <= TimeSpan.FromMinutes(1);
}
