using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>A claim of which at least one job still stands.</summary>
internal sealed class StandingClaim(
    ClaimId id, Partition partition, NodeId node, DateTimeOffset at, ImmutableArray<ClaimedJob> jobs)
{
    public ClaimId Id { get; } = id;

    /// <summary>Whose epoch made it.</summary>
    public Partition Partition { get; } = partition;

    public NodeId Node { get; } = node;

    public DateTimeOffset At { get; } = at;

    /// <summary>All that were claimed, gone ones included.</summary>
    public ImmutableArray<ClaimedJob> Jobs { get; } = jobs;

    /// <summary>How many still stand.</summary>
    public int Standing { get; set; } = jobs.Length;
}

/// <summary>A job that stands claimed: its attempt runs or is about to.</summary>
internal readonly record struct StandingRow(StandingClaim Claim, int Attempt, long Lane, bool HasUniqueKey);

/// <summary>
/// The standing claims, mirrored in memory because every outcome asks for one. The rows hold the same at the end of
/// every transaction and are what counts after a crash.
/// </summary>
internal sealed class ClaimRows(Connection db)
{
    private readonly Dictionary<JobId, StandingRow> _jobs = [];
    private readonly Dictionary<ClaimId, StandingClaim> _claims = [];
    private readonly HashSet<StandingClaim> _changed = [];

    /// <summary>The claim a job stands in.</summary>
    public bool TryGet(JobId job, out StandingRow standing) => _jobs.TryGetValue(job, out standing);

    /// <summary>The claim a job stands in, if it is this one for this attempt.</summary>
    public bool TryGet(ClaimId claim, ClaimedJob job, out StandingRow standing) =>
        _jobs.TryGetValue(job.Id, out standing) && standing.Claim.Id == claim && standing.Attempt == job.Attempt;

    /// <summary>True while the job stands claimed.</summary>
    public bool Contains(JobId job) => _jobs.ContainsKey(job);

    /// <summary>The claims of a node that a partition adopts.</summary>
    public List<StandingClaim> Of(NodeId node, Partition partition) =>
        [.. _claims.Values
            .Where(claim => claim.Node == node && partition.Adopts(claim.Partition)).OrderBy(claim => claim.Id.Value)];

    /// <summary>The jobs of a claim that still stand, in the order claimed.</summary>
    public ImmutableArray<ClaimedJob> StandingOf(StandingClaim claim) =>
        claim.Standing == claim.Jobs.Length ? claim.Jobs : [.. claim.Jobs.Where(job => TryGet(claim.Id, job, out _))];

    /// <summary>Stores a claim.</summary>
    public void Add(StandingClaim claim, ReaderEpoch epoch, ReadOnlySpan<(long Lane, bool HasUniqueKey)> rows)
    {
        _ = db["claims_insert"].Start()
            .Bind(1, claim.Id.Value).Bind(2, epoch.Value).Bind(3, claim.Node.ToString()).Bind(4, claim.At.Ms())
            .Bind(5, ClaimBlob.Write(claim.Jobs.AsSpan()))
            .Bind(6, epoch.Partition.Index).Bind(7, epoch.Partition.Count).Execute();
        _claims.Add(claim.Id, claim);
        for (var i = 0; i < rows.Length; i++)
        {
            var job = claim.Jobs[i];
            _jobs[job.Id] = new StandingRow(claim, job.Attempt, rows[i].Lane, rows[i].HasUniqueKey);
        }
    }

    /// <summary>Takes a job out of its claim. The row follows at <see cref="Flush"/>.</summary>
    public void Remove(JobId job)
    {
        if (_jobs.Remove(job, out var standing))
        {
            standing.Claim.Standing--;
            _ = _changed.Add(standing.Claim);
        }
    }

    /// <summary>Writes the claims that lost jobs since the last flush: once each, however many they lost.</summary>
    public void Flush()
    {
        foreach (var claim in _changed)
        {
            if (claim.Standing == 0)
            {
                _ = _claims.Remove(claim.Id);
                _ = db["claims_delete"].Start().Bind(1, claim.Id.Value).Execute();
            }
            else
            {
                _ = db["claims_keep"].Start()
                    .Bind(1, claim.Id.Value).Bind(2, ClaimBlob.Write(StandingOf(claim).AsSpan())).Execute();
            }
        }
        _changed.Clear();
    }

    /// <summary>Reads the mirror anew.</summary>
    public void Load()
    {
        _jobs.Clear();
        _claims.Clear();
        _changed.Clear();
        foreach (var claim in ReadAll(db))
        {
            var standing = new StandingClaim(claim.Id, claim.Epoch.Partition, claim.Node, claim.At, claim.Jobs);
            _claims.Add(claim.Id, standing);
            foreach (var job in claim.Jobs)
            {
                if (JobRows.TryGetClaimable(db, job.Id, out var row))
                {
                    _jobs[job.Id] = new StandingRow(standing, job.Attempt, row.Lane, row.HasUniqueKey);
                }
            }
        }
    }

    /// <summary>The claims that stand, oldest first.</summary>
    public static ImmutableArray<Claim> ReadAll(Connection db) => Read(db["claims_all"].Start());

    /// <summary>The claim a job stands in; null when none.</summary>
    public static Claim? Find(Connection db, JobId job)
    {
        foreach (var claim in Read(db["claims_of_job"].Start().Bind(1, job)))
        {
            if (claim.Jobs.Any(claimed => claimed.Id == job))
            {
                return claim;
            }
        }
        return null;
    }

    private static ImmutableArray<Claim> Read(Statement row)
    {
        var claims = ImmutableArray.CreateBuilder<Claim>();
        while (row.Step())
        {
            _ = NodeId.TryParse(row.Text(2), out var node);
            claims.Add(new Claim(
                new ClaimId(row.Long(0)), new ReaderEpoch(row.Long(1), new Partition(row.Int(5), row.Int(6))), node,
                row.Time(3)!.Value, ClaimBlob.Read(row.Bytes(4))));
        }
        return claims.ToImmutable();
    }
}
