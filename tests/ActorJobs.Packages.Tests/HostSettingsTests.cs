using ActorJobs.Hosting;
using ActorJobs.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Packages.Tests;

/// <summary>Settings that a user's own host makes in code.</summary>
public sealed class HostSettingsTests
{
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());

    [Fact]
    public void The_programs_own_settings_count_where_configuration_says_nothing()
    {
        _builder.Configuration[SettingNames.MaxRetries] = "7";
        _builder.AddActorJobs(new Dictionary<string, string>
        {
            [SettingNames.WorkerConcurrency] = "20", [SettingNames.MaxRetries] = "1",
        });

        using var services = _builder.Services.BuildServiceProvider();
        var settings = services.GetRequiredService<NodeSettings>();
        settings.Worker.Concurrency.ShouldBe(20);
        settings.Run.Defaults.MaxRetries.ShouldBe(7);
    }

    [Fact]
    public void They_are_checked_by_the_same_rules_all_at_once()
    {
        var fault = Should.Throw<InvalidSettingsException>(() => _builder.AddActorJobs(new Dictionary<string, string>
        {
            [SettingNames.JobTimeout] = "soon", ["WORKER_CONCURENCY"] = "20",
        }));

        fault.Message.ShouldContain("JOB_TIMEOUT must be between 100ms and 7d but is 'soon'");
        fault.Message.ShouldContain("ActorJobs:WORKER_CONCURENCY is not a setting; did you mean WORKER_CONCURRENCY?");
    }
}
