using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Operations;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis;

// Logs of events: a stream each, whose entry ids are the numbers. A stream remembers its last id when entries are trimmed.
public sealed partial class RedisJobStore : IEventLogStore
{
    private const string LogPrefix = "log:";
    private const string SnapshotPrefix = "snapshot:";

    /// <inheritdoc />
    public async Task<bool> AppendAsync(
        string log, long first, ImmutableArray<ReadOnlyMemory<byte>> entries, CancellationToken cancellationToken) =>
        (await Open.Link.RunAsync(
            Script.LogAppend, [log, first, .. entries.Select(entry => (RedisValue)entry)], cancellationToken)).Number() == 1;

    /// <inheritdoc />
    public async Task<long> GetLastAsync(string log, CancellationToken cancellationToken)
    {
        var link = Open.Link;
        var key = link.Key(LogPrefix + log);
        if (!await link.ReadAsync(db => db.KeyExistsAsync(key), cancellationToken))
        {
            return 0;
        }
        var info = await link.ReadAsync(db => db.StreamInfoAsync(key), cancellationToken);
        return NumberOf(info.LastGeneratedId);
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<LogEntry>> ReadAsync(
        string log, long from, int maxCount, CancellationToken cancellationToken)
    {
        var link = Open.Link;
        var entries = await link.ReadAsync(
            db => db.StreamRangeAsync(link.Key(LogPrefix + log), $"{from}-0", count: maxCount), cancellationToken);
        return [.. entries.Select(entry => new LogEntry(NumberOf(entry.Id), (byte[])entry.Values[0].Value!))];
    }

    /// <inheritdoc />
    public Task TrimAsync(string log, long upTo, CancellationToken cancellationToken)
    {
        var link = Open.Link;
        return link.ReadAsync(
            db => db.ExecuteAsync("XTRIM", link.Key(LogPrefix + log), "MINID", $"{upTo + 1}-0"), cancellationToken);
    }

    /// <inheritdoc />
    public Task SaveSnapshotAsync(string log, LogEntry snapshot, CancellationToken cancellationToken) =>
        Open.Link.RunAsync(Script.LogSnapshot, [log, snapshot.Number, snapshot.Bytes], cancellationToken);

    /// <inheritdoc />
    public async Task<LogEntry?> LoadSnapshotAsync(string log, CancellationToken cancellationToken)
    {
        var link = Open.Link;
        var values = await link.ReadAsync(
            db => db.HashGetAsync(link.Key(SnapshotPrefix + log), [(RedisValue)"number", "bytes"]), cancellationToken);
        return values[0].IsNull ? null : new LogEntry((long)values[0], (byte[])values[1]!);
    }

    private static long NumberOf(RedisValue id) => long.Parse(
        id.ToString().Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
}
