using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary><c>block</c>: a handler that behaves badly on purpose. It holds its thread and ignores
/// cancellation.</summary>
internal sealed class BlockHandler : IJobHandler<PeriodArgs>
{
    public Task HandleAsync(PeriodArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        // Blocking is what this type is for: it shows what a blocked thread does to a node. Nobody ever sets the
        // handle.
        using var never = new ManualResetEvent(initialState: false);
        never.WaitOne(args.ToTimeSpan());
        return Task.CompletedTask;
    }
}
