using ActorJobs.Operations;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ActorJobs.Hosting;

/// <summary>Spans and instruments of ActorJobs for hosts that collect telemetry of their own.</summary>
public static class TelemetryExtensions
{
    /// <summary>Collects the spans of enqueue, dispatch, run and finish.</summary>
    /// <param name="traces">The builder, from <c>AddOpenTelemetry().WithTracing</c>.</param>
    public static TracerProviderBuilder AddActorJobs(this TracerProviderBuilder traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        return traces.AddSource(JobTrace.Name);
    }

    /// <summary>Collects what a node measures of itself: waits, runs, outcomes, retries, store latency.</summary>
    /// <param name="metrics">The builder, from <c>AddOpenTelemetry().WithMetrics</c>.</param>
    public static MeterProviderBuilder AddActorJobs(this MeterProviderBuilder metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return metrics.AddMeter(JobTrace.Name);
    }
}
