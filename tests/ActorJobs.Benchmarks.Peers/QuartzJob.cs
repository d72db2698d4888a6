using System.Text.Json;
using Quartz;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>The job as Quartz runs it.</summary>
public sealed class QuartzJob : IJob
{
    internal const string Payload = "mail";

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        Handled.One(JsonSerializer.Deserialize<Mail>(context.MergedJobDataMap.GetString(Payload)!)!);
        return default;
    }
}
