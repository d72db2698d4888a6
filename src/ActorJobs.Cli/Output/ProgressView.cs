using System.Globalization;
using ActorJobs.Cli.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActorJobs.Cli.Output;

/// <summary>A progress bar on standard error, when a person sees it.</summary>
internal static class ProgressView
{
    /// <summary>Runs some work that tells how many are done.</summary>
    public static async Task RunAsync(CliCall call, string what, long? total, Func<Action<long>, Task> work)
    {
        if (!CliCall.ShowsProgress)
        {
            await work(_ => { });
            return;
        }
        await call.Err.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new CountColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(what, maxValue: total ?? double.MaxValue);
                task.IsIndeterminate = total is null;
                await work(done => task.Value = done);
                task.IsIndeterminate = false;
                task.MaxValue = Math.Max(task.Value, 1);
                task.Value = task.MaxValue;
                task.StopTask();
            });
    }

    /// <summary>How many are done, and how many a second.</summary>
    private sealed class CountColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
            var rate = seconds > 0 ? task.Value / seconds : 0;
            return new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} jobs, {rate:N0}/s"));
        }
    }
}
