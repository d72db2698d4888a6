using System.Collections.Immutable;

namespace ActorJobs.Stores;

/// <summary>
/// Logs of events in a store that has no SQL, so that a deployment with that store alone has all it needs: what the schedules
/// are is kept there. A log is written by one owner at a time; the numbers of its entries tell who that is.
/// </summary>
public interface IEventLogStore
{
    /// <summary>Adds entries at the end of a log, all or none.</summary>
    /// <param name="log">Which; 1 to 128 characters.</param>
    /// <param name="first">Number of the first; 1 for that of an empty log.</param>
    /// <param name="entries">At least one.</param>
    /// <param name="cancellationToken">Stops waiting; it is then unknown whether they were added.</param>
    /// <returns>False when <paramref name="first"/> is not the number that comes next: another has written since.</returns>
    Task<bool> AppendAsync(
        string log, long first, ImmutableArray<ReadOnlyMemory<byte>> entries, CancellationToken cancellationToken);

    /// <summary>The number of the last entry, trimmed or not; 0 for a log without any.</summary>
    Task<long> GetLastAsync(string log, CancellationToken cancellationToken);

    /// <summary>Entries from a number on, in order.</summary>
    Task<ImmutableArray<LogEntry>> ReadAsync(string log, long from, int maxCount, CancellationToken cancellationToken);

    /// <summary>Removes entries up to a number; numbers go on from where they were.</summary>
    Task TrimAsync(string log, long upTo, CancellationToken cancellationToken);

    /// <summary>Keeps a snapshot of the state up to an entry, unless a later one is kept already.</summary>
    Task SaveSnapshotAsync(string log, LogEntry snapshot, CancellationToken cancellationToken);

    /// <summary>The snapshot; null for none.</summary>
    Task<LogEntry?> LoadSnapshotAsync(string log, CancellationToken cancellationToken);
}

/// <summary>An entry of a log, or a snapshot up to it.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Bytes">What it says.</param>
public sealed record LogEntry(long Number, ReadOnlyMemory<byte> Bytes);
