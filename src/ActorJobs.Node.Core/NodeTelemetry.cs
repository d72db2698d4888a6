using System.Globalization;
using ActorJobs.Gateway.Status;
using ActorJobs.Operations;
using ActorJobs.Settings;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ActorJobs.Nodes;

/// <summary>Sends spans, metrics and log lines by OTLP, as far as the environment asks for it.</summary>
internal static class NodeTelemetry
{
    private const string ServiceName = "actorjobs";

    public static void Add(
        IServiceCollection services, ILoggingBuilder logging, IConfigurationManager configuration, NodeSettings settings)
    {
        var variables = TelemetrySwitch.Variables();
        var signals = TelemetrySwitch.Read(variables);
        configuration.AddInMemoryCollection(variables); // the exporters read them from the host's configuration
        if (signals == new TelemetrySwitch(false, false, false))
        {
            return;
        }
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, variables, settings));
        if (signals.Traces)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(JobTrace.Name)
                .AddAspNetCoreInstrumentation(http => http.Filter = context =>
                    !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                    && !context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal))
                .AddOtlpExporter());
        }
        if (signals.Metrics)
        {
            services.AddActorJobsQueueGauges();
            services.AddHostedService<QueueGaugesRefresh>();
            telemetry.WithMetrics(metrics => metrics.AddActorJobsMeters().AddOtlpExporter());
        }
        if (signals.Logs)
        {
            logging.AddOpenTelemetry(lines =>
            {
                lines.IncludeScopes = true;
                lines.IncludeFormattedMessage = true;
            });
            telemetry.WithLogging(lines => lines.AddOtlpExporter());
        }
    }

    private static void Describe(
        ResourceBuilder resource, Dictionary<string, string?> variables, NodeSettings settings)
    {
        var isNamed = variables.ContainsKey("OTEL_SERVICE_NAME")
            || variables.GetValueOrDefault("OTEL_RESOURCE_ATTRIBUTES")?.Contains("service.name=", StringComparison.Ordinal) == true;
        if (!isNamed)
        {
            resource.AddService(ServiceName, autoGenerateServiceInstanceId: false);
        }
        resource.AddAttributes(
        [
            new("actorjobs.node.host", settings.Cluster.Host),
            new("actorjobs.mode", settings.Worker.Mode.ToName()),
            new("service.instance.id", string.Create(
                CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}")),
        ]);
    }
}
