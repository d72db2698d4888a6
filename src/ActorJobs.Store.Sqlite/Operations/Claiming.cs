using System.Collections.Immutable;
using ActorJobs.Stores.Sqlite.Tables;

namespace ActorJobs.Stores.Sqlite.Operations;

/// <summary>Makes claims durable: one row each; the rows of the jobs are read, not written.</summary>
internal static class Claiming
{
    /// <summary>Claims what is ready of each request.</summary>
    public static ImmutableArray<Claim> Run(
        StoreTables tables, (ReaderEpoch Epoch, ImmutableArray<ClaimRequest> Requests) call)
    {
        tables.RequireNewest(call.Epoch);
        var claims = ImmutableArray.CreateBuilder<Claim>(call.Requests.Length);
        foreach (var request in call.Requests)
        {
            claims.Add(ClaimOne(tables, call.Epoch, request));
        }
        return claims.MoveToImmutable();
    }

    private static Claim ClaimOne(StoreTables tables, ReaderEpoch epoch, ClaimRequest request)
    {
        var jobs = ImmutableArray.CreateBuilder<ClaimedJob>(request.Jobs.Length);
        var rows = new List<(long Lane, bool HasUniqueKey)>(request.Jobs.Length);
        var taken = new HashSet<JobId>(request.Jobs.Length);
        foreach (var job in request.Jobs)
        {
            if (IsClaimable(tables, job, out var row) && taken.Add(job.Id))
            {
                jobs.Add(job);
                rows.Add((row.Lane, row.HasUniqueKey));
                tables.Counts.Move(row.Lane, JobState.Ready, JobState.Running);
            }
        }
        var claim = new StandingClaim(
            new ClaimId(tables.Sequences.NextClaim()), epoch.Partition, request.Node, request.Now, jobs.DrainToImmutable());
        if (claim.Jobs.Length > 0)
        {
            tables.Claims.Add(claim, epoch, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        }
        return new Claim(claim.Id, epoch, claim.Node, claim.At, claim.Jobs);
    }

    private static bool IsClaimable(StoreTables tables, ClaimedJob job, out ClaimableRow row)
    {
        row = default;
        return !tables.Claims.Contains(job.Id)
            && tables.Jobs.TryGetClaimable(job.Id, out row)
            && row.State == JobState.Ready
            && row.Used + 1 == job.Attempt;
    }
}
