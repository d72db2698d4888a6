using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>The numbers by which rows name lanes, mirrored in memory: lanes are as few as job types.</summary>
internal sealed class LaneRows(Connection db)
{
    private readonly Dictionary<Lane, long> _numbers = [];
    private readonly Dictionary<long, Lane> _lanes = [];
    private readonly Statement _insert = db["lanes_insert"];

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Count;

    /// <summary>The lane of a number.</summary>
    public Lane this[long number] => _lanes[number];

    /// <summary>The number of a lane, which is made when it is new.</summary>
    public long NumberOf(Lane lane)
    {
        if (_numbers.TryGetValue(lane, out var number))
        {
            return number;
        }
        _ = _insert.Start().Bind(1, (long)lane.Priority).Bind(2, lane.Type).Step();
        number = _insert.Long(0);
        _insert.Reset();
        Keep(number, lane);
        return number;
    }

    /// <summary>Removes lanes without a job. The counts must be flushed.</summary>
    public void DeleteUnused(int maxCount)
    {
        var unused = db["lanes_delete_unused"].Start().Bind(1, maxCount);
        var gone = new List<long>();
        while (unused.Step())
        {
            gone.Add(unused.Long(0));
        }
        foreach (var number in gone)
        {
            _ = db["counts_delete"].Start().Bind(1, number).Execute();
            _ = _numbers.Remove(_lanes[number]);
            _ = _lanes.Remove(number);
        }
    }

    /// <summary>Reads the mirror anew.</summary>
    public void Load()
    {
        _numbers.Clear();
        _lanes.Clear();
        var all = db["lanes_all"].Start();
        while (all.Step())
        {
            Keep(all.Long(0), new Lane((Priority)all.Int(1), all.Text(2)!));
        }
    }

    private void Keep(long number, Lane lane)
    {
        _numbers[lane] = number;
        _lanes[number] = lane;
    }
}
