using ActorJobs.Gateway.Status;

namespace ActorJobs.Nodes;

/// <summary>Looks at the queue now and then for metrics that are sent; those that are fetched look when they are.</summary>
internal sealed class QueueGaugesRefresh(QueueGauges gauges) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            await gauges.RefreshAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
