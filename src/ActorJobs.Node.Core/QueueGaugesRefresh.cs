using ActorJobs.Gateway.Status;

namespace ActorJobs.Nodes;

/// <summary>
/// Looks at the queue now and then for metrics that are sent; those that are fetched look when they are. The gauges need the running
/// node, so they are made once it has started.
/// </summary>
internal sealed class QueueGaugesRefresh(IServiceProvider services, IHostApplicationLifetime application) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = application.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        var gauges = services.GetRequiredService<QueueGauges>();
        using var timer = new PeriodicTimer(Interval);
        do
        {
            await gauges.RefreshAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
