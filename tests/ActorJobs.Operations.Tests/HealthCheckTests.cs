using ActorJobs.Hosting;
using ActorJobs.Settings;
using ActorJobs.Stores;
using ActorJobs.Stores.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Operations.Tests;

/// <summary>The checks that a host of its own adds.</summary>
[Collection(OperationsCollection.Name)]
public sealed class HealthCheckTests
{
    [Fact]
    public async Task Checks_of_a_host_are_named_and_healthy_once_it_runs()
    {
        var folder = Directory.CreateTempSubdirectory("actorjobs-checks-");
        var settings = NodeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SQLITE_PATH"] = Path.Combine(folder.FullName, "jobs.db"),
            ["CLUSTER_PORT"] = "0",
        }).Build(), NodeKind.Host).Settings.ShouldNotBeNull();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton<IJobStore>(provider => new SqliteJobStore(
            new SqliteStoreOptions { Path = settings.Store.SqlitePath }, provider.GetRequiredService<TimeProvider>(),
            NullLogger<SqliteJobStore>.Instance));
        builder.Services.AddActorJobs(settings);
        builder.Services.AddHealthChecks().AddActorJobs();
        using var host = builder.Build();
        var checks = host.Services.GetRequiredService<HealthCheckService>();

        var before = await checks.CheckHealthAsync(check => check.Name == "actorjobs-member");
        before.Status.ShouldBe(HealthStatus.Unhealthy);
        before.Entries["actorjobs-member"].Description.ShouldBe("The node has not started yet.");

        await host.StartAsync();
        var report = await Eventually.GetAsync(
            () => checks.CheckHealthAsync(), seen => seen.Status == HealthStatus.Healthy, "all are healthy");
        report.Entries.Keys.Order().ShouldBe(["actorjobs-member", "actorjobs-reader", "actorjobs-store", "actorjobs-worker"]);
        report.Entries["actorjobs-store"].Tags.ShouldContain("ready");
        await host.StopAsync();
        folder.Delete(recursive: true);
    }
}
