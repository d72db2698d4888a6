using System.Collections.Immutable;
using System.Globalization;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Operations;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Reading;

/// <summary>Reads standing claims. They are as few as jobs run.</summary>
internal sealed class ClaimReading(RedisLink link)
{
    private const int PerRound = 500;

    private static readonly RedisValue[] ClaimFields = ["node", "at", "epoch", "jobs", "partition"];

    /// <summary>The claims with a job that stands in them, by id.</summary>
    public async Task<ImmutableArray<Claim>> ReadAllAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAsync(Partition.Whole, cancellationToken)).Select(found =>
            found.Claim with { Jobs = [.. found.Claim.Jobs.Where(job => found.Standing.ContainsKey(job.Id))] })];

    /// <summary>The jobs of the standing claims that a partition adopts.</summary>
    public async Task<ImmutableArray<StandingJob>> ReadJobsAsync(
        Partition partition, CancellationToken cancellationToken)
    {
        var jobs = ImmutableArray.CreateBuilder<StandingJob>();
        foreach (var (claim, standing) in await ReadAsync(partition, cancellationToken))
        {
            foreach (var job in claim.Jobs)
            {
                if (standing.TryGetValue(job.Id, out var stored))
                {
                    jobs.Add(new StandingJob(
                        claim.Id, claim.Node, claim.At, job, stored.Lane, stored.ConcurrencyKey, stored.Interruptions));
                }
            }
        }
        return jobs.ToImmutable();
    }

    private async Task<List<(Claim Claim, Dictionary<JobId, StoredJob> Standing)>> ReadAsync(
        Partition partition, CancellationToken cancellationToken)
    {
        var names = await link.ReadAsync(
            db => db.SortedSetRangeByRankAsync(link.Key("claims")), cancellationToken);
        var ids = names.Select(name => IdOf(name!)).Order().ToArray();
        var found = new List<(Claim, Dictionary<JobId, StoredJob>)>();
        foreach (var chunk in ids.Chunk(PerRound))
        {
            var claims = await link.ReadAsync(
                db => Task.WhenAll(chunk.Select(id => db.HashGetAsync(
                    link.Key(string.Create(CultureInfo.InvariantCulture, $"c:{id}")), ClaimFields))),
                cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
            {
                // Null when it ended meanwhile.
                if (!claims[i][3].IsNull && NodeId.TryParse(claims[i][0], out var node)
                    && Fencing.PartitionOf(claims[i][4]) is var maker && partition.Adopts(maker))
                {
                    var claim = new Claim(
                        new ClaimId(chunk[i]), new ReaderEpoch((long)claims[i][2], maker), node,
                        DateTimeOffset.FromUnixTimeMilliseconds((long)claims[i][1]),
                        Claiming.Unpack((byte[])claims[i][3]!));
                    var standing = await StandingAsync(claim, cancellationToken);
                    if (standing.Count > 0)
                    {
                        found.Add((claim, standing));
                    }
                }
            }
        }
        return found;
    }

    private async Task<Dictionary<JobId, StoredJob>> StandingAsync(Claim claim, CancellationToken cancellationToken)
    {
        var standing = new Dictionary<JobId, StoredJob>();
        foreach (var chunk in claim.Jobs.Chunk(PerRound))
        {
            var records = await link.ReadAsync(
                db => db.StringGetAsync([.. chunk.Select(job => link.JobKey(job.Id))]), cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
            {
                if ((byte[]?)records[i] is { } record && new StoredJob(record) is var job && job.Claim == claim.Id.Value)
                {
                    standing.Add(chunk[i].Id, job);
                }
            }
        }
        return standing;
    }

    // "<node> <claim>"
    private static long IdOf(string name) =>
        long.Parse(name.AsSpan(name.LastIndexOf(' ') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
}
