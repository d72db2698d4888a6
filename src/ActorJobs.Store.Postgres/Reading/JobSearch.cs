using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Reading;

/// <summary>
/// Finds ids in order without a scan: each lane and state that may match is a range of an index; the ranges are merged.
/// </summary>
internal sealed class JobSearch
{
    /// <summary>
    /// Up to here the ready rows of the lanes are read whole and sorted; beyond, they are so many that walking down the ids
    /// meets them soon. An index by lane and id would serve both, at 70 bytes of log for every enqueue.
    /// </summary>
    private const long Few = 50_000;

    private readonly NpgsqlConnection _connection;
    private readonly JobFilter _filter;
    private readonly bool _newestFirst;
    private readonly List<LaneCounts> _lanes;

    private JobSearch(NpgsqlConnection connection, JobFilter filter, bool newestFirst, List<LaneCounts> lanes)
    {
        _connection = connection;
        _filter = filter;
        _newestFirst = newestFirst;
        _lanes = lanes;
    }

    private string Way => _newestFirst ? "_down" : "_up";

    /// <summary>
    /// Prepares a search. What it finds matches by lane; a ready job may turn out to run, and one with a tag matches only
    /// that.
    /// </summary>
    public static async Task<JobSearch> StartAsync(
        NpgsqlConnection connection, JobFilter filter, bool newestFirst, CancellationToken cancellationToken)
    {
        var needsLanes = filter.Key is not null || (!MeansAll(filter) && filter is { Tag: null, Parent: null, Error: null });
        var lanes = needsLanes
            ? (await Counting.ReadAsync(connection, cancellationToken)).Where(lane => Matches(filter, lane.Lane)).ToList()
            : [];
        return new JobSearch(connection, filter, newestFirst, lanes);
    }

    /// <summary>Ids behind one, in order; fewer than asked for at the end.</summary>
    public async Task<List<JobId>> NextAsync(JobId? behind, int maxCount, CancellationToken cancellationToken)
    {
        var from = Start(behind);
        await using var batch = new StatementBatch(_connection);
        if (!TryAddSources(batch, from, maxCount))
        {
            return [];
        }
        var ids = new List<JobId>();
        await using var row = await batch.ReadAsync(cancellationToken);
        do
        {
            while (await row.ReadAsync(cancellationToken))
            {
                ids.Add(new JobId(row.GetGuid(0)));
            }
        }
        while (await row.NextResultAsync(cancellationToken));
        return [.. (_newestFirst ? ids.OrderDescending() : ids.Order()).Distinct().Take(maxCount).TakeWhile(IsWithin)];
    }

    // Times are ids: a job's id begins with when it was made.
    private Guid Start(JobId? behind)
    {
        if (_newestFirst)
        {
            return _filter.Start(behind)?.Value ?? Guid.AllBitsSet;
        }
        return (_filter.FirstId is { } first && (behind is not { } id || id.CompareTo(first) < 0) ? first : behind)?.Value
            ?? Guid.Empty;
    }

    private bool IsWithin(JobId id) => _newestFirst
        ? _filter.FirstId is not { } first || id.CompareTo(first) >= 0
        : _filter.EndId is not { } end || id.CompareTo(end) < 0;

    private bool TryAddSources(StatementBatch batch, Guid from, int maxCount)
    {
        if (_filter.Key is { } key)
        {
            _ = batch.Add("list_keyed" + Way).With(key).With(_lanes.Select(lane => lane.Number).ToArray())
                .With(_lanes.Select(lane => lane.Lane.Type).Distinct().ToArray()).With(from).With(maxCount);
            return true;
        }
        if (_filter.Parent is { } parent)
        {
            _ = batch.Add("list_children" + Way).With(parent.Value).With(from).With(maxCount);
            return true;
        }
        if (_filter.Error is { } error)
        {
            _ = batch.Add("list_erring" + Way).With(error.ToLowerInvariant()).With(from).With(maxCount);
            return true;
        }
        if (_filter.Tag is { } tag)
        {
            _ = batch.Add("list_tagged" + Way).With(tag).With(from).With(maxCount);
            return true;
        }
        if (_filter.State is JobState.Running)
        {
            _ = batch.Add("list_claimed" + Way).With(from).With(maxCount);
            return true;
        }
        if (MeansAll(_filter))
        {
            _ = batch.Add("list_live" + Way).With(from).With(maxCount).Add("list_ended" + Way).With(from).With(maxCount);
            return true;
        }
        var waiting = AddRanges(batch, "list_waiting_of", [JobState.Scheduled, JobState.Retrying], from, maxCount);
        var ended = AddRanges(
            batch, "list_ended_of", [JobState.Succeeded, JobState.Failed, JobState.Cancelled], from, maxCount);
        var ready = AddReady(batch, from, maxCount);
        return waiting || ended || ready;
    }

    private bool AddRanges(StatementBatch batch, string statement, JobState[] states, Guid from, int maxCount)
    {
        var ranges = _lanes
            .SelectMany(lane => states, (lane, state) => (lane.Number, State: state, Jobs: lane[state]))
            .Where(range => range.Jobs > 0 && (_filter.State is null || _filter.State == range.State)).ToArray();
        if (ranges.Length > 0)
        {
            _ = batch.Add(statement + Way).With(Array.ConvertAll(ranges, range => range.Number))
                .With(Array.ConvertAll(ranges, range => (short)range.State)).With(from).With(maxCount);
        }
        return ranges.Length > 0;
    }

    private bool AddReady(StatementBatch batch, Guid from, int maxCount)
    {
        // A running job's row says ready.
        var lanes = _filter.State is null or JobState.Ready
            ? _lanes.Where(lane => lane[JobState.Ready] + lane[JobState.Running] > 0).ToArray()
            : [];
        if (lanes.Length > 0)
        {
            var rows = lanes.Sum(lane => lane[JobState.Ready] + lane[JobState.Running]);
            _ = batch.Add((rows <= Few ? "list_ready_few" : "list_ready_many") + Way)
                .With(Array.ConvertAll(lanes, lane => lane.Number)).With(from).With(maxCount);
        }
        return lanes.Length > 0;
    }

    // Times are bounds of the ids.
    private static bool MeansAll(JobFilter filter) => (filter with { From = null, Until = null }).IsEmpty;

    private static bool Matches(JobFilter filter, Lane lane) =>
        (filter.Type is null || filter.Type == lane.Type) && (filter.Priority is null || filter.Priority == lane.Priority);
}
