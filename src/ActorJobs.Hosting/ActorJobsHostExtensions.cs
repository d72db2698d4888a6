using ActorJobs.Handlers;
using ActorJobs.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Hosting;

/// <summary>Makes a host of one's own a node of the cluster.</summary>
public static class ActorJobsHostExtensions
{
    /// <summary>
    /// Adds a node that does what the host's configuration says: environment variables by the names of the settings, or the
    /// section <c>ActorJobs</c>. A store must be added by its package: <c>UseSqlite</c>, <c>UsePostgres</c>, <c>UseRedis</c>.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="kind">What this process may do; <see cref="NodeKind.Host"/> runs jobs and has no gateway.</param>
    /// <exception cref="InvalidHandlersException">What HANDLERS_PATH names cannot be used.</exception>
    /// <exception cref="ActorJobsException">A setting is not valid; the message names every fault.</exception>
    public static ActorJobsBuilder AddActorJobs(this IHostApplicationBuilder builder, NodeKind kind = NodeKind.Host)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(builder, builder.Configuration, kind);
    }

    /// <summary>As the other, with settings of the program's own, over which environment and configuration win.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="settings">
    /// By <see cref="SettingNames"/>, as they would stand in the environment; checked by the same rules.
    /// </param>
    /// <param name="kind">What this process may do.</param>
    /// <exception cref="InvalidHandlersException">What HANDLERS_PATH names cannot be used.</exception>
    /// <exception cref="ActorJobsException">A setting is not valid; the message names every fault.</exception>
    public static ActorJobsBuilder AddActorJobs(
        this IHostApplicationBuilder builder, IReadOnlyDictionary<string, string> settings, NodeKind kind = NodeKind.Host)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(
                ConfigurationPath.Combine(SettingNames.Section, setting.Key), (string?)setting.Value)))
            .AddConfiguration(builder.Configuration)
            .Build();
        return Add(builder, configuration, kind);
    }

    private static ActorJobsBuilder Add(IHostApplicationBuilder builder, IConfiguration configuration, NodeKind kind)
    {
        var reading = NodeSettings.Read(configuration, kind);
        if (!reading.IsValid)
        {
            throw new InvalidSettingsException(reading.Faults.Sentences);
        }
        builder.Services.AddActorJobs(reading.Settings);
        var jobs = new ActorJobsBuilder(builder.Services);
        return reading.Settings.JobTypes.HandlersPath is { } path ? jobs.AddJobsFromFolder(path) : jobs;
    }
}
