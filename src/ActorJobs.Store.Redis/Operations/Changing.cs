using System.Globalization;
using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Reading;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Changes that people ask for.</summary>
internal static class Changing
{
    // What the script answers for a job that a bulk change passes over, beyond the kinds of ChangeKind.
    private const int Passed = 5;
    private const int IdsPerScript = 100;

    private static readonly JobState[] Retryable =
        [JobState.Scheduled, JobState.Retrying, JobState.Failed, JobState.Cancelled];

    private static readonly JobState[] Cancellable =
        [JobState.Scheduled, JobState.Ready, JobState.Running, JobState.Retrying];

    /// <summary>Applies a change to a job.</summary>
    public static async Task<ChangeResult> RunAsync(
        RedisLink link, RedisStoreOptions options, (BulkChange Change, JobId Id, DateTimeOffset Now) call,
        CancellationToken cancellationToken)
    {
        var answer = (await link.RunAsync(
            Script.Change,
            [
                NameOf(call.Change), call.Now.Ms(), 1, 0, "", "", "", options.SucceededCount, call.Id.ToBytes(),
            ],
            cancellationToken)).List();
        return Result(answer, 1, call.Change, call.Id);
    }

    /// <summary>Applies a change to the oldest jobs that match and to which it applies, some at a time.</summary>
    public static async Task<BulkResult> RunManyAsync(
        RedisLink link, RedisStoreOptions options, JobIds ids,
        (BulkChange Change, JobFilter Filter, DateTimeOffset Now, int MaxCount) call, CancellationToken cancellationToken)
    {
        var found = new Found();
        var chunk = new List<JobId>(IdsPerScript);
        var more = false;
        // What the script does not compare is compared with the jobs themselves.
        var isPlain = call.Filter is { Key: null, Parent: null, Error: null };
        var reading = new JobReading(link, ids);
        async Task ApplyAsync()
        {
            if (!isPlain)
            {
                chunk = await reading.MatchingAsync(call.Filter, chunk, cancellationToken);
            }
            if (chunk.Count == 0)
            {
                return;
            }
            RedisValue[] arguments = [
                NameOf(call.Change), call.Now.Ms(), call.MaxCount - found.Affected, 1, Number((int?)call.Filter.State),
                call.Filter.Type ?? "", Number((int?)call.Filter.Priority), options.SucceededCount,
                .. chunk.Select(id => (RedisValue)id.ToBytes())];
            var answer = (await link.RunAsync(Script.Change, arguments, cancellationToken)).List();
            more = answer[0].Number() >= 0;
            for (var i = 1; i < answer.Length; i += 4)
            {
                found.Add(Result(answer, i, call.Change, chunk[i / 4]));
            }
            chunk.Clear();
        }

        var states = call.Change switch
        {
            BulkChange.Cancel => Cancellable,
            BulkChange.Retry => Retryable,
            _ => Names.States,
        };
        await foreach (var id in ids.FindAsync(
            call.Filter, states, newestFirst: false, call.Filter.FirstId, cancellationToken))
        {
            if (call.Filter.EndId is { } end && id.CompareTo(end) >= 0)
            {
                break;
            }
            chunk.Add(id);
            if (chunk.Count == IdsPerScript)
            {
                await ApplyAsync();
                if (more)
                {
                    break;
                }
            }
        }
        if (chunk.Count > 0)
        {
            await ApplyAsync();
        }
        return new BulkResult(found.Affected, [.. found.Running], [.. Answers.ByUrgency(found.Lanes)], more);
    }

    private static ChangeResult Result(RedisResult[] answer, int at, BulkChange change, JobId id)
    {
        var done = (int)answer[at].Number();
        if (done is Passed or (int)ChangeKind.Unknown)
        {
            return new ChangeResult(ChangeKind.Unknown);
        }
        var state = (int)answer[at + 1].Number();
        var lane = Answers.Lane(answer[at + 2].Text());
        RunningJob? running = answer[at + 3].Text() is { Length: > 0 } text && NodeId.TryParse(text, out var node)
            ? new RunningJob(id, node, lane.Priority)
            : null;
        return new ChangeResult(
            (ChangeKind)done, state < 0 ? null : (JobState)state, running,
            change == BulkChange.Retry && done == (int)ChangeKind.Done ? lane : null);
    }

    private static string NameOf(BulkChange change) => change switch
    {
        BulkChange.Cancel => "cancel",
        BulkChange.Retry => "retry",
        BulkChange.Delete => "delete",
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No such change."),
    };

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private sealed class Found
    {
        public int Affected { get; private set; }

        public List<RunningJob> Running { get; } = [];

        public HashSet<Lane> Lanes { get; } = [];

        public void Add(ChangeResult result)
        {
            if (result.Kind is not (ChangeKind.Done or ChangeKind.Requested))
            {
                return;
            }
            Affected++;
            if (result.Running is { } running)
            {
                Running.Add(running);
            }
            if (result.Lane is { } lane)
            {
                _ = Lanes.Add(lane);
            }
        }
    }
}
