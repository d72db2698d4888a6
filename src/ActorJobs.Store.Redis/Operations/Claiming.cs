using System.Buffers.Binary;
using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Makes claims durable: one key each, a mark in each job's record, and an entry in the pending list of its first
/// job's lane.</summary>
internal static class Claiming
{
    private const int MaxJobsPerScript = 1000;

    /// <summary>Bytes of a job in a claim: its id and attempt.</summary>
    public const int JobBytes = RecordLayout.IdBytes + sizeof(int);

    /// <summary>
    /// Claims what is ready of each request. Requests with more jobs than a script should take are sent in several; a
    /// request is never cut.
    /// </summary>
    public static async Task<ImmutableArray<Claim>> RunAsync(
        RedisLink link, ReaderEpoch epoch, ImmutableArray<ClaimRequest> requests, CancellationToken cancellationToken)
    {
        var claims = ImmutableArray.CreateBuilder<Claim>(requests.Length);
        while (claims.Count < requests.Length)
        {
            var from = claims.Count;
            var arguments = new List<RedisValue> { Fencing.Argument(epoch) };
            for (int i = from, jobs = 0; i < requests.Length; i++)
            {
                jobs += requests[i].Jobs.Length;
                if (i > from && jobs > MaxJobsPerScript)
                {
                    break;
                }
                arguments.Add(requests[i].Node.ToString());
                arguments.Add(requests[i].Now.Ms());
                arguments.Add(Pack(requests[i].Jobs));
            }
            var answer = await link.RunAsync(Script.Claim, [.. arguments], cancellationToken);
            if (answer.Resp2Type != ResultType.Array)
            {
                throw new EpochLostException(epoch);
            }
            var found = answer.List();
            for (var i = 0; i < found.Length; i += 2)
            {
                var request = requests[claims.Count];
                claims.Add(new Claim(
                    new ClaimId(found[i].Number()), epoch, request.Node, request.Now, Taken(request.Jobs, found[i + 1].Bytes())));
            }
        }
        return claims.MoveToImmutable();
    }

    /// <summary>Reads the jobs of a stored claim, gone ones included.</summary>
    public static ImmutableArray<ClaimedJob> Unpack(ReadOnlySpan<byte> packed)
    {
        var jobs = ImmutableArray.CreateBuilder<ClaimedJob>(packed.Length / JobBytes);
        for (var at = 0; at < packed.Length; at += JobBytes)
        {
            jobs.Add(new ClaimedJob(
                Bytes.ReadId(packed[at..]), BinaryPrimitives.ReadInt32BigEndian(packed[(at + RecordLayout.IdBytes)..])));
        }
        return jobs.MoveToImmutable();
    }

    private static byte[] Pack(ImmutableArray<ClaimedJob> jobs)
    {
        var packed = new byte[jobs.Length * JobBytes];
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i].Id.Write(packed.AsSpan(i * JobBytes));
            BinaryPrimitives.WriteInt32BigEndian(packed.AsSpan((i * JobBytes) + RecordLayout.IdBytes), jobs[i].Attempt);
        }
        return packed;
    }

    private static ImmutableArray<ClaimedJob> Taken(ImmutableArray<ClaimedJob> jobs, byte[] marks) =>
        Array.IndexOf(marks, (byte)'0') < 0 ? jobs : [.. jobs.Where((_, i) => marks[i] == (byte)'1')];
}
