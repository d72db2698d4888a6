using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Records;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Ends the attempts of a node that is gone.</summary>
internal static class Recovering
{
    private const int JobsPerScript = 200;

    /// <summary>
    /// Ends every attempt that stands claimed for the node in claims that the epoch's partition adopts, some at a time. Each step is
    /// atomic and checks the epoch; the node is gone, so nothing is added meanwhile.
    /// </summary>
    public static async Task<RecoveryResult> RunAsync(
        RedisLink link, RedisStoreOptions options, (ReaderEpoch Epoch, NodeId Node, DateTimeOffset Now) call,
        CancellationToken cancellationToken)
    {
        var address = call.Node.Address;
        var error = StoredTexts.ErrorToJson(new JobError(
            0, call.Now, ErrorClass.Interrupted, $"The node {address} was lost while this attempt " +
                "ran.", Node: address));
        RedisValue[] arguments = [
            Fencing.Argument(call.Epoch), call.Node.ToString(), address, call.Now.Ms(), error, JobsPerScript,
            options.SucceededCount];
        var found = new Found();
        bool more;
        do
        {
            var answer = await link.RunAsync(Script.Recover, arguments, cancellationToken);
            if (answer.Resp2Type != ResultType.Array)
            {
                throw new EpochLostException(call.Epoch);
            }
            var list = answer.List();
            more = list[0].Number() == 1;
            found.Add(list);
        }
        while (more);
        return new RecoveryResult(
            [.. found.Ready], [.. found.Failed], [.. found.Cancelled], [.. Answers.ByUrgency(found.Lanes)]);
    }

    private sealed class Found
    {
        public List<JobId> Ready { get; } = [];

        public List<JobId> Failed { get; } = [];

        public List<JobId> Cancelled { get; } = [];

        public HashSet<Lane> Lanes { get; } = [];

        public void Add(RedisResult[] answer)
        {
            for (var i = 1; i < answer.Length; i += 3)
            {
                var state = (JobState)answer[i + 1].Number();
                (state switch
                {
                    JobState.Ready => Ready,
                    JobState.Failed => Failed,
                    _ => Cancelled,
                }).Add(answer[i].Id());
                if (state == JobState.Ready)
                {
                    _ = Lanes.Add(Answers.Lane(answer[i + 2].Text()));
                }
            }
        }
    }
}
