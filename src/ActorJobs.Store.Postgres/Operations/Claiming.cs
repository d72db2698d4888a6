using System.Collections.Immutable;
using ActorJobs.Stores.Postgres.Connections;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Operations;

/// <summary>Makes claims durable: one row each; the rows of the jobs are read, not written.</summary>
internal static class Claiming
{
    /// <summary>Claims what is ready of each request, in one round trip.</summary>
    /// <exception cref="EpochLostException">A newer epoch exists; nothing was claimed.</exception>
    public static async Task<ImmutableArray<Claim>> RunAsync(
        NpgsqlConnection connection, ReaderEpoch epoch, ImmutableArray<ClaimRequest> requests,
        CancellationToken cancellationToken)
    {
        var wished = WithoutRepeats(requests);
        if (wished.All(jobs => jobs.Length == 0))
        {
            return [.. requests.Select(request => Empty(epoch, request))];
        }
        await using var batch = new StatementBatch(connection).Fence(epoch.Partition).Add("claim").With(epoch.Value);
        AddWishes(batch, requests, wished);
        _ = batch.With(epoch.Partition.Index).With(epoch.Partition.Count);
        await using var row = await batch.ReadAsync(cancellationToken);
        _ = await row.NextResultAsync(cancellationToken);
        var claims = requests.Select(request => Empty(epoch, request)).ToArray();
        while (await row.ReadAsync(cancellationToken))
        {
            if (row.GetInt64(0) != epoch.Value)
            {
                throw new EpochLostException(epoch);
            }
            if (!row.IsDBNull(1))
            {
                var request = row.GetInt32(1) - 1;
                claims[request] = claims[request] with
                {
                    Id = new ClaimId(row.GetInt64(2)),
                    Jobs = row.IsDBNull(3) ? wished[request] : Granted(wished[request], row.GetFieldValue<Guid[]>(3)),
                };
            }
        }
        return [.. claims];
    }

    private static void AddWishes(
        StatementBatch batch, ImmutableArray<ClaimRequest> requests, ImmutableArray<ClaimedJob>[] wished)
    {
        var jobs = wished.SelectMany((request, index) => request, (request, job) => job).ToArray();
        var numbers = wished.SelectMany((request, index) => Enumerable.Repeat(index + 1, request.Length)).ToArray();
        var first = Array.ConvertAll(wished, request => request.IsEmpty ? Guid.Empty : request.Min(job => job.Id).Value);
        var last = Array.ConvertAll(wished, request => request.IsEmpty ? Guid.Empty : request.Max(job => job.Id).Value);
        _ = batch.With(numbers)
            .With(Array.ConvertAll(jobs, job => job.Id.Value))
            .With(Array.ConvertAll(jobs, job => job.Attempt))
            .With(requests.Select(request => request.Node.Address).ToArray())
            .With(requests.Select(request => request.Node.Uid).ToArray())
            .With(requests.Select(request => request.Now.UtcDateTime).ToArray())
            .With(first).With(last)
            .With(Array.ConvertAll(wished, request => request.Length))
            .With(jobs.Min(job => job.Id).Value).With(jobs.Max(job => job.Id).Value);
    }

    /// <summary>Each job once: the first that names it gets it.</summary>
    private static ImmutableArray<ClaimedJob>[] WithoutRepeats(ImmutableArray<ClaimRequest> requests)
    {
        var taken = new HashSet<JobId>();
        return [.. requests.Select(request => request.Jobs.Where(job => taken.Add(job.Id)).ToImmutableArray())];
    }

    private static ImmutableArray<ClaimedJob> Granted(ImmutableArray<ClaimedJob> wished, Guid[] ids)
    {
        var granted = ids.ToHashSet();
        return [.. wished.Where(job => granted.Contains(job.Id.Value))];
    }

    private static Claim Empty(ReaderEpoch epoch, ClaimRequest request) =>
        new(default, epoch, request.Node, request.Now, []);
}
