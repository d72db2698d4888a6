using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>The newest epoch of each partition, mirrored in memory because every claim asks for one.</summary>
internal sealed class EpochRows(Connection db)
{
    private readonly Dictionary<Partition, long> _newest = [];

    /// <summary>True for the newest epoch of a partition into which the queue is parted now.</summary>
    public bool IsNewest(ReaderEpoch epoch) => _newest.TryGetValue(epoch.Partition, out var newest) && newest == epoch.Value;

    /// <summary>Gives a partition an epoch that is new; those of another number of partitions are forgotten.</summary>
    public ReaderEpoch Open(Partition partition, long epoch)
    {
        foreach (var other in _newest.Keys.Where(known => known.Count != partition.Count).ToArray())
        {
            _ = _newest.Remove(other);
        }
        _ = db["epochs_forget"].Start().Bind(1, partition.Count).Execute();
        _ = db["epochs_set"].Start().Bind(1, partition.Index).Bind(2, partition.Count).Bind(3, epoch).Execute();
        _newest[partition] = epoch;
        return new ReaderEpoch(epoch, partition);
    }

    /// <summary>Reads all anew.</summary>
    public void Load()
    {
        _newest.Clear();
        var all = db["epochs_all"].Start();
        while (all.Step())
        {
            _newest[new Partition(all.Int(0), all.Int(1))] = all.Long(2);
        }
    }
}
