using System.Diagnostics.Metrics;
using ActorJobs.Operations;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;

namespace ActorJobs.Gateway.Status;

/// <summary>What <c>/metrics</c> collects and how it is written.</summary>
public static class GatewayMetrics
{
    /// <summary>Adds the instruments that tell of the queue; a second call changes nothing.</summary>
    /// <param name="services">A host that registers <see cref="IJobQueries"/>, <see cref="IClusterStatus"/> and a
    /// <see cref="TimeProvider"/>.</param>
    public static IServiceCollection AddActorJobsQueueGauges(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<CountsCache>();
        services.TryAddSingleton(provider => new QueueGauges(
            provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<CountsCache>(),
            provider.GetRequiredService<IClusterStatus>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Collects the instruments of ActorJobs that belong to this host or to the whole process, and those of .NET.</summary>
    /// <param name="metrics">The builder.</param>
    public static MeterProviderBuilder AddActorJobsMeters(this MeterProviderBuilder metrics)
    {
        metrics.AddMeter(JobTrace.Name, "System.Runtime");
        return ((IDeferredMeterProviderBuilder)metrics).Configure((provider, builder) =>
        {
            var own = provider.GetRequiredService<IMeterFactory>();
            builder.AddView(instrument => instrument.Meter.Scope is IMeterFactory of && !ReferenceEquals(of, own)
                && instrument.Meter.Name == JobTrace.Name ? MetricStreamConfiguration.Drop : null);
        });
    }

    /// <summary>Adds what answers <c>/metrics</c>.</summary>
    internal static void AddScraping(IServiceCollection services)
    {
        services.AddActorJobsQueueGauges();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddActorJobsMeters().AddPrometheusExporter(prometheus =>
        {
            prometheus.ScopeInfoEnabled = false;
            prometheus.TargetInfoEnabled = false;
            prometheus.ScrapeResponseCacheDurationMilliseconds = 0; // counts are kept for a second as it is
        }));
    }
}
