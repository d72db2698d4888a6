using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;

namespace ActorJobs.Stores.Redis;

/// <summary>How the Redis store uses its server.</summary>
public sealed record RedisStoreOptions
{
    /// <summary>Default of <see cref="Prefix"/>.</summary>
    public const string DefaultPrefix = "actorjobs";

    /// <summary>Default of <see cref="SucceededCount"/>.</summary>
    public const int DefaultSucceededCount = 100_000;

    /// <summary>
    /// The server: <c>redis://[user:password@]host[:port][/database]</c>, or <c>rediss://</c> for TLS. Characters that
    /// mean something in a URL are written as <c>%</c> and their code.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>
    /// Names the queue on its server. It is the hash tag that every key begins with, so a queue lives on one slot of a
    /// Redis Cluster.
    /// </summary>
    /// <value><c>actorjobs</c>; 1 to 64 letters, digits and <c>. _ : -</c>.</value>
    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>
    /// The newest succeeded and cancelled jobs that are kept, besides their retention time, because memory is bounded. An id
    /// is known, and enqueuing it again does nothing, only as long as its job is kept.
    /// </summary>
    /// <value>100 000; from 0 to 100 000 000.</value>
    public int SucceededCount { get; init; } = DefaultSucceededCount;

    /// <summary>Most enqueues that wait to be sent; further ones wait for room, see <see cref="RoomTimeout"/>.</summary>
    /// <value>10 000 calls; from 1 to 1 000 000. A call with many jobs counts once for each 500.</value>
    public int MaxPendingWrites { get; init; } = 10_000;

    /// <summary>Most bytes of enqueued jobs that wait to be sent. A single larger one is taken when nothing else waits.</summary>
    /// <value>64 MiB; from 1 MiB to 1 GiB.</value>
    public long MaxPendingBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long an enqueue waits for room before <see cref="StoreBusyException"/>.</summary>
    /// <value>3 s; from 0 to 1 min.</value>
    public TimeSpan RoomTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an answer may take before <see cref="StoreUnavailableException"/>; also bounds connecting.</summary>
    /// <value>5 s; from 100 ms to 1 min.</value>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Every fault of these options, as whole sentences without a password; empty when there is none.</summary>
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
        _ = RedisAddress.TryParse(Url, out _, out var urlFaults);
        faults.AddRange(urlFaults);
        Require(IsPrefix(Prefix),
            $"{nameof(Prefix)} must be 1 to 64 letters, digits or . _ : - but is '{Prefix}'.");
        Require(SucceededCount is >= 0 and <= 100_000_000,
            $"{nameof(SucceededCount)} must be from 0 to 100000000 but is {SucceededCount}.");
        Require(MaxPendingWrites is >= 1 and <= 1_000_000,
            $"{nameof(MaxPendingWrites)} must be from 1 to 1000000 but is {MaxPendingWrites}.");
        Require(MaxPendingBytes is >= 1024 * 1024 and <= 1024 * 1024 * 1024,
            $"{nameof(MaxPendingBytes)} must be from 1 MiB to 1 GiB but is {MaxPendingBytes} bytes.");
        Require(RoomTimeout >= TimeSpan.Zero && RoomTimeout <= TimeSpan.FromMinutes(1),
            $"{nameof(RoomTimeout)} must be from 0 to 1 min but is {RoomTimeout}.");
        Require(CommandTimeout >= TimeSpan.FromMilliseconds(100) && CommandTimeout <= TimeSpan.FromMinutes(1),
            $"{nameof(CommandTimeout)} must be from 100 ms to 1 min but is {CommandTimeout}.");
        return faults.ToImmutable();
    }

    /// <summary>The options without the password.</summary>
    public override string ToString() => $"{nameof(RedisStoreOptions)} {{ {RedisAddress.Describe(Url)}, {Prefix} }}";

    private static bool IsPrefix(string? prefix) =>
        prefix is { Length: >= 1 and <= 64 } && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
}
