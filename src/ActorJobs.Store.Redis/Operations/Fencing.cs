using System.Globalization;
using ActorJobs.Stores.Redis.Connections;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Epochs of readers, as scripts are told them.</summary>
internal static class Fencing
{
    /// <summary>Takes a new epoch; with another number of partitions than before all earlier ones are lost.</summary>
    public static async Task<ReaderEpoch> OpenAsync(RedisLink link, Partition partition, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = partition.Count == 1 ? [] : [partition.Index, partition.Count];
        return new ReaderEpoch((await link.RunAsync(Script.Epoch, arguments, cancellationToken)).Number(), partition);
    }

    /// <summary>What <c>shared/fence.lua</c> reads.</summary>
    public static RedisValue Argument(ReaderEpoch epoch) => epoch.Partition.Count == 1
        ? epoch.Value
        : string.Create(CultureInfo.InvariantCulture, $"{epoch.Value} {epoch.Partition.Index}/{epoch.Partition.Count}");

    /// <summary>The partition that made a claim, as it is stored: <c>index/count</c>, or nothing for the whole queue.</summary>
    public static Partition PartitionOf(RedisValue stored)
    {
        if (stored.IsNull)
        {
            return Partition.Whole;
        }
        var text = (string)stored!;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new Partition(
            int.Parse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture),
            int.Parse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}
