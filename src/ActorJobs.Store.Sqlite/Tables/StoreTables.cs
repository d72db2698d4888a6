using ActorJobs.Stores.Sqlite.Connections;
using ActorJobs.Stores.Sqlite.Operations;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>Everything the writer works on. Only the writer thread touches it, always inside a transaction.</summary>
internal sealed class StoreTables(Connection db)
{
    public Connection Db { get; } = db;

    public LaneRows Lanes { get; } = new(db);

    public CountRows Counts { get; } = new(db);

    public SequenceRows Sequences { get; } = new(db);

    public EpochRows Epochs { get; } = new(db);

    public JobRows Jobs { get; } = new(db);

    public HistoryRows History { get; } = new(db);

    public ClaimRows Claims { get; } = new(db);

    public UniqueKeyRows UniqueKeys { get; } = new(db);

    public DetailRows Details { get; } = new(db);

    public WaitRows Waits { get; } = new(db);

    /// <summary>Throws when a newer reader exists, or the queue is parted otherwise.</summary>
    public void RequireNewest(ReaderEpoch epoch)
    {
        if (!Epochs.IsNewest(epoch))
        {
            throw new EpochLostException(epoch);
        }
    }

    /// <summary>A live job that may stand claimed is to be seen as running.</summary>
    public JobState StateOf(JobHead head) => Claims.Contains(head.Id) ? JobState.Running : head.State;

    /// <summary>The state of any job; null when it is not known.</summary>
    public JobState? StateOf(JobId id) =>
        Jobs.TryGetClaimable(id, out var row)
            ? Claims.Contains(id) ? JobState.Running : row.State
            : History.Head(id)?.State;

    /// <summary>Writes what was gathered in memory; the last thing a transaction does.</summary>
    public void Flush()
    {
        Settling.Run(this);
        Claims.Flush();
        Counts.Flush();
    }

    /// <summary>Reads the mirrors anew: at the start, and after a transaction was given up.</summary>
    public void Load()
    {
        Counts.Forget();
        Waits.Load();
        Sequences.Load();
        Epochs.Load();
        Lanes.Load();
        Claims.Load();
    }
}
