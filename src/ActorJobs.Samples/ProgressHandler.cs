using System.Globalization;
using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary><c>progress</c>: goes through steps and reports each, in progress and in the job's log.</summary>
internal sealed class ProgressHandler(TimeProvider? clock = null) : IJobHandler<ProgressArgs>
{
    private const int MaxSteps = 10_000;

    public async Task HandleAsync(ProgressArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        if (args.Steps is < 1 or > MaxSteps)
        {
            throw new JobErrorException(ErrorClass.Permanent, $"steps must be from 1 to {MaxSteps}.");
        }
        var pause = PeriodArgs.Checked("ms", args.Ms);
        for (var step = 1; step <= args.Steps; step++)
        {
            await Task.Delay(pause, clock ?? TimeProvider.System, cancellationToken);
            var line = string.Create(CultureInfo.InvariantCulture, $"step {step} of {args.Steps}");
            context.ReportProgress((double)step / args.Steps, line);
            context.Log(line);
        }
        context.SetResult(new { steps = args.Steps });
    }
}
