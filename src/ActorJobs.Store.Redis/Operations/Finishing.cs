using System.Buffers.Binary;
using System.Collections.Immutable;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>
/// Records outcomes. The fence is the claim in the job's record: once it is gone, by an outcome, a release or a
/// recovery, every other outcome under that claim is stale.
/// </summary>
internal static class Finishing
{
    private const int MaxOutcomesPerScript = 250;
    private const int MaxJobsPerScript = 500;
    private const int MaxBytesPerScript = 1024 * 1024;
    private const int HeadBytes = 48;

    /// <summary>
    /// Records each outcome whose claim stands, in order. More than one script takes are cut; each cut is all or none,
    /// and an outcome is never parted from its children.
    /// </summary>
    public static async Task<ImmutableArray<OutcomeResult>> RunAsync(
        RedisLink link, int succeededCount, ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<OutcomeResult>(outcomes.Length);
        while (results.Count < outcomes.Length)
        {
            var (script, arguments) = Next(outcomes, results.Count, succeededCount);
            foreach (var mark in (await link.RunAsync(script, arguments, cancellationToken)).Bytes())
            {
                results.Add(mark == (byte)'1' ? OutcomeResult.Recorded : OutcomeResult.Stale);
            }
        }
        return results.MoveToImmutable();
    }

    private static (Script Script, RedisValue[] Arguments) Next(
        ImmutableArray<JobOutcome> outcomes, int from, int succeededCount)
    {
        var most = Math.Min(outcomes.Length - from, MaxOutcomesPerScript);
        var heads = new byte[most * HeadBytes];
        var arguments = new List<RedisValue> { succeededCount, RedisValue.Null };
        var count = 0;
        var jobs = 0;
        var bytes = 0L;
        var hasChildren = false;
        for (var i = from; i < from + most; i++)
        {
            var children = Children(outcomes[i]);
            jobs += 1 + children.Length;
            bytes += Size(outcomes[i], children);
            if (i > from && (jobs > MaxJobsPerScript || bytes > MaxBytesPerScript))
            {
                break;
            }
            hasChildren |= children.Length > 0;
            Add(heads.AsSpan(count * HeadBytes, HeadBytes), arguments, outcomes[i], children);
            count++;
        }
        // All in one, so that the script has few texts to make and reads the records in one go.
        arguments[1] = heads.AsMemory(0, count * HeadBytes);
        return (hasChildren ? Script.FinishWithChildren : Script.Finish, [.. arguments]);
    }

    private static void Add(
        Span<byte> head, List<RedisValue> arguments, JobOutcome outcome, ImmutableArray<NewJob> children)
    {
        var error = outcome switch
        {
            JobOutcome.RetryAt retry => retry.Error,
            JobOutcome.Failed failed => failed.Error,
            _ => null,
        };
        var result = outcome is JobOutcome.Succeeded succeeded ? succeeded.Result : default;
        head[0] = (byte)KindOf(outcome);
        Bytes.WriteUInt48(head[1..], outcome.Claim.Value);
        outcome.Job.Id.Write(head[7..]);
        BinaryPrimitives.WriteInt32BigEndian(head[23..], outcome.Job.Attempt);
        Bytes.WriteUInt48(head[27..], outcome.StartedAt.Ms());
        Bytes.WriteUInt48(head[33..], outcome.FinishedAt.Ms());
        Bytes.WriteUInt48(head[39..], Due(outcome));
        BinaryPrimitives.WriteUInt16BigEndian(head[45..], (ushort)children.Length);
        head[47] = (byte)((error is null ? 0 : 1) + (result.IsEmpty ? 0 : 2));
        if (error is not null)
        {
            arguments.Add(StoredTexts.ErrorToJson(error));
        }
        if (!result.IsEmpty)
        {
            arguments.Add(result);
        }
        foreach (var child in children)
        {
            _ = RecordWriter.Add(arguments, child);
        }
    }

    private static Kind KindOf(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Succeeded => Kind.Succeeded,
        JobOutcome.RetryAt => Kind.RetryAt,
        JobOutcome.Failed => Kind.Failed,
        JobOutcome.Cancelled => Kind.Cancelled,
        JobOutcome.Released => Kind.Released,
        JobOutcome.Confirmed => Kind.Confirmed,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    // The script compares it with the end in whole milliseconds; a time not after the end must not be rounded past it.
    private static long Due(JobOutcome outcome) => outcome is not JobOutcome.RetryAt retry ? 0
        : retry.At > retry.FinishedAt ? Math.Max(retry.At.DueMs(), retry.FinishedAt.Ms() + 1)
        : Math.Min(retry.At.DueMs(), retry.FinishedAt.Ms());

    private static ImmutableArray<NewJob> Children(JobOutcome outcome) =>
        outcome is JobOutcome.Succeeded { Children: { IsDefault: false } children } ? children : [];

    private static long Size(JobOutcome outcome, ImmutableArray<NewJob> children) =>
        (outcome is JobOutcome.Succeeded succeeded ? succeeded.Result.Length : 0)
        + children.Sum(child => (long)child.Payload.Length);

    private enum Kind
    {
        Succeeded = 1,
        RetryAt = 2,
        Failed = 3,
        Cancelled = 4,
        Released = 5,
        Confirmed = 6,
    }
}
