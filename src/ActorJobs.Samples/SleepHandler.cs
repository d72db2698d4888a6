using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary><c>sleep</c>: waits without a thread and honours cancellation.</summary>
internal sealed class SleepHandler(TimeProvider? clock = null) : IJobHandler<PeriodArgs>
{
    public Task HandleAsync(PeriodArgs args, IJobContext context, CancellationToken cancellationToken) =>
        Task.Delay(args.ToTimeSpan(), clock ?? TimeProvider.System, cancellationToken);
}
