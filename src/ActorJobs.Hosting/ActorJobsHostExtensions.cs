using ActorJobs.Handlers;
using ActorJobs.Settings;
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
        var reading = NodeSettings.Read(builder.Configuration, kind);
        if (!reading.IsValid)
        {
            throw new InvalidSettingsException(reading.Faults.Sentences);
        }
        builder.Services.AddActorJobs(reading.Settings);
        var jobs = new ActorJobsBuilder(builder.Services);
        return reading.Settings.JobTypes.HandlersPath is { } path ? jobs.AddJobsFromFolder(path) : jobs;
    }
}
