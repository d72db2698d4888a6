using System.Runtime.CompilerServices;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Operations;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Reading;

/// <summary>
/// Finds ids in order without a scan: each lane and state that may match is a sorted set; they are merged, read on only
/// as far as they are taken.
/// </summary>
internal sealed class JobIds(RedisLink link, ClaimReading claims)
{
    private const int ChunkSize = 50;
    private const int FirstChunkSize = 10;

    /// <summary>
    /// Ids of jobs that may match: by state and lane they do, but a ready one may stand claimed; with a tag they match
    /// only that.
    /// </summary>
    /// <param name="filter">Which jobs are meant.</param>
    /// <param name="states">States worth looking at.</param>
    /// <param name="newestFirst">The order.</param>
    /// <param name="start">Read on after this one, in that order; null from the beginning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<JobId> FindAsync(
        JobFilter filter, IReadOnlyCollection<JobState> states, bool newestFirst, JobId? start,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = await SourcesAsync(filter, states, newestFirst, start, cancellationToken);
        await Task.WhenAll(sources.Select(source => source.FillAsync(FirstChunkSize, cancellationToken)));
        var heads = new PriorityQueue<Source, JobId>(newestFirst
            ? Comparer<JobId>.Create((a, b) => b.CompareTo(a))
            : Comparer<JobId>.Default);
        foreach (var source in sources.Where(source => source.Has))
        {
            heads.Enqueue(source, source.Head);
        }
        JobId? last = null;
        while (heads.TryDequeue(out var source, out var id))
        {
            // Twice when it moved from one set to another in between.
            if (id != last)
            {
                yield return id;
                last = id;
            }
            source.Advance();
            if (!source.Has)
            {
                await source.FillAsync(ChunkSize, cancellationToken);
            }
            if (source.Has)
            {
                heads.Enqueue(source, source.Head);
            }
        }
    }

    private async Task<List<Source>> SourcesAsync(
        JobFilter filter, IReadOnlyCollection<JobState> states, bool newestFirst, JobId? start,
        CancellationToken cancellationToken)
    {
        if (filter.Tag is { } tag)
        {
            return [new Source(link, link.Key("t:" + tag), newestFirst, start)];
        }
        filter = filter is { Error: not null, State: null } ? filter with { State = JobState.Failed } : filter;
        if (filter.State == JobState.Running)
        {
            var running = (await claims.ReadAllAsync(cancellationToken))
                .SelectMany(claim => claim.Jobs).Select(job => job.Id)
                .Where(id => start is not { } from || (newestFirst ? id.CompareTo(from) < 0 : id.CompareTo(from) > 0));
            return [new Source(newestFirst ? running.OrderDescending() : running.Order())];
        }
        // A running job stands among the ready ones.
        var stored = states.Select(state => state == JobState.Running ? JobState.Ready : state).Distinct()
            .Where(state => filter.State is null || filter.State == state).ToList();
        var lanes = await link.ReadAsync(db => db.SetMembersAsync(link.Key("lanes")), cancellationToken);
        return [..
            from name in lanes.Select(name => (string)name!)
            let lane = Answers.Lane(name)
            where (filter.Type is null || filter.Type == lane.Type) && (filter.Priority is null || filter.Priority == lane.Priority)
            from state in stored
            select new Source(link, link.Key($"i:{(int)state}:{name}"), newestFirst, start)];
    }

    private sealed class Source
    {
        private readonly RedisLink? _link;
        private readonly RedisKey _key;
        private readonly bool _newestFirst;
        private readonly Queue<JobId> _ids = [];
        private JobId? _last;
        private bool _ended;

        public Source(RedisLink link, RedisKey key, bool newestFirst, JobId? start) =>
            (_link, _key, _newestFirst, _last) = (link, key, newestFirst, start);

        public Source(IEnumerable<JobId> ids) => (_ids, _ended) = (new Queue<JobId>(ids), true);

        public bool Has => _ids.Count > 0;

        public JobId Head => _ids.Peek();

        public void Advance() => _last = _ids.Dequeue();

        public async Task FillAsync(int count, CancellationToken cancellationToken)
        {
            if (_ended)
            {
                return;
            }
            RedisValue from = _last is { } last ? last.ToBytes() : default;
            var ids = await _link!.ReadAsync(
                db => _newestFirst
                    ? db.SortedSetRangeByValueAsync(_key, default, from, Exclude.Both, Order.Descending, 0, count)
                    : db.SortedSetRangeByValueAsync(_key, from, default, Exclude.Both, Order.Ascending, 0, count),
                cancellationToken);
            _ended = ids.Length < count;
            foreach (var id in ids)
            {
                _ids.Enqueue(Bytes.ReadId((byte[])id!));
            }
        }
    }
}
