using System.Collections.Concurrent;
using System.Diagnostics;
using ActorJobs.Client;
using ActorJobs.Hosting;
using ActorJobs.Operations;
using ActorJobs.Packages.Tests.Snippets;
using ActorJobs.Stores.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ActorJobs.Packages.Tests;

/// <summary>What a user's own host gets by one call each.</summary>
public sealed class TelemetryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-host-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_host_has_spans_instruments_and_health_checks_by_one_call_each()
    {
        using var hang = new CancellationTokenSource(Patience);
        var spans = new Spans();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["SQLITE_PATH"] = Path.Combine(_folder.FullName, "jobs.db");
        builder.Configuration["CLUSTER_PORT"] = "0";
        builder.AddActorJobs().UseSqlite().AddJob<SendMail>();
        builder.Services.AddHealthChecks().AddActorJobs();
        var meters = new Meters();
        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddActorJobs().AddProcessor(spans))
            .WithMetrics(metrics => metrics.AddActorJobs().AddReader(new BaseExportingMetricReader(meters)));
        using var host = builder.Build();
        await host.StartAsync(hang.Token);

        using (var caller = new Activity("caller").Start())
        {
            caller.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
            var client = host.Services.GetRequiredService<IJobClient>();
            await client.EnqueueAsync(new Mail("ada@example.com", "welcome"), cancellationToken: hang.Token);
        }
        await spans.SeenAsync(hang.Token);

        spans.Sources.ShouldBe([JobTrace.Name]);
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        meters.Names.ShouldContain(name => name.StartsWith("actorjobs", StringComparison.Ordinal));
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(hang.Token);
        health.Entries.Keys.Order().ShouldBe(["actorjobs-member", "actorjobs-reader", "actorjobs-store", "actorjobs-worker"]);
        health.Status.ShouldBe(HealthStatus.Healthy);
        await host.StopAsync(hang.Token);
    }

    private sealed class Spans : BaseProcessor<Activity>
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentQueue<Activity> _ended = new();

        public IEnumerable<string> Sources => _ended.Select(span => span.Source.Name).Distinct();

        public override void OnEnd(Activity data)
        {
            _ended.Enqueue(data);
            if (data.Kind == ActivityKind.Consumer)
            {
                _seen.TrySetResult();
            }
        }

        public Task SeenAsync(CancellationToken cancellationToken) => _seen.Task.WaitAsync(cancellationToken);
    }

    private sealed class Meters : BaseExporter<Metric>
    {
        public ConcurrentBag<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                Names.Add(metric.Name);
            }
            return ExportResult.Success;
        }
    }
}
