using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Records;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Removes what its retention no longer keeps.</summary>
internal static class Purging
{
    private const int JobsPerScript = 300;

    /// <summary>Removes at most so many jobs, in the order in which they ended, some at a time.</summary>
    public static async Task<int> RunAsync(
        RedisLink link, RedisStoreOptions options, (Retention Retention, DateTimeOffset Now, int MaxCount) call,
        CancellationToken cancellationToken)
    {
        var gone = 0;
        int step;
        int asked;
        do
        {
            asked = Math.Min(JobsPerScript, call.MaxCount - gone);
            step = (int)(await link.RunAsync(
                Script.Purge,
                [
                    call.Now.Ms(), (call.Now - call.Retention.Succeeded).Ms(), options.SucceededCount,
                    call.Retention.FailedCount, asked,
                ],
                cancellationToken)).Number();
            gone += step;
        }
        while (step == asked && gone < call.MaxCount);
        return gone;
    }
}
