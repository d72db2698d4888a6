using ActorJobs.Stores.Redis.Connections;
using ActorJobs.Stores.Redis.Records;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Makes due jobs ready. Costs by the jobs that are due, not by those that wait.</summary>
internal static class Promoting
{
    private const int JobsPerScript = 300;

    /// <summary>Makes the earliest due jobs ready, at the end of their lanes, some at a time.</summary>
    public static async Task<PromotionResult> RunAsync(
        RedisLink link, DateTimeOffset now, int maxCount, CancellationToken cancellationToken)
    {
        var lanes = new HashSet<Lane>();
        DateTimeOffset? next;
        var count = 0;
        long step;
        int asked;
        do
        {
            asked = Math.Min(JobsPerScript, maxCount - count);
            var answer = (await link.RunAsync(Script.Promote, [now.Ms(), asked], cancellationToken)).List();
            step = answer[0].Number();
            next = answer[1].Time();
            count += (int)step;
            lanes.UnionWith(answer.Skip(2).Select(lane => Answers.Lane(lane.Text())));
        }
        while (step == asked && count < maxCount);
        return new PromotionResult(count, [.. Answers.ByUrgency(lanes)], next < now ? now : next);
    }
}
