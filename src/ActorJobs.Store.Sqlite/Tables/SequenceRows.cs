using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>
/// Numbers that only grow: epoch, lane positions, claim ids. Positions and claim ids are reserved in blocks, so that
/// most transactions write no sequence; what a crash leaves of a block is skipped, never given out twice.
/// </summary>
internal sealed class SequenceRows(Connection db)
{
    private const int Block = 100_000;

    private long _epoch;
    private long _position;
    private long _positionReserved;
    private long _claim;
    private long _claimReserved;

    /// <summary>The next place at the end of any lane.</summary>
    public long NextPosition() => Next("position", ref _position, ref _positionReserved);

    /// <summary>The next claim id.</summary>
    public long NextClaim() => Next("claim", ref _claim, ref _claimReserved);

    /// <summary>Takes a new epoch.</summary>
    public long NextEpoch()
    {
        Set("epoch", _epoch + 1);
        return ++_epoch;
    }

    /// <summary>Reads all anew.</summary>
    public void Load()
    {
        var all = db["sequences_all"].Start();
        while (all.Step())
        {
            var value = all.Long(1);
            switch (all.Text(0))
            {
                case "epoch":
                    _epoch = value;
                    break;
                case "position":
                    (_position, _positionReserved) = (Math.Max(value, _position), value);
                    break;
                case "claim":
                    (_claim, _claimReserved) = (Math.Max(value, _claim), value);
                    break;
                default:
                    break;
            }
        }
    }

    private long Next(string name, ref long last, ref long reserved)
    {
        if (last >= reserved)
        {
            reserved = last + Block;
            Set(name, reserved);
        }
        return ++last;
    }

    private void Set(string name, long value) => db["sequences_set"].Start().Bind(1, name).Bind(2, value).Execute();
}
