using System.Globalization;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Settings;
using Akka.Cluster.Tools.Client;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;

namespace ActorJobs.Hosting;

/// <summary>
/// The actor system's configuration: <c>hocon/actorjobs.conf</c>, and over it what the process's settings say.
/// </summary>
internal static class NodeHocon
{
    private const string File = "actorjobs.conf";

    public static Config Load(NodeSettings settings) =>
        ConfigurationFactory.ParseString(Overrides(settings))
            .WithFallback(JournalHocon.Load(settings)).WithFallback(Defaults())
            .WithFallback(ClusterClientReceptionist.DefaultConfig()).WithFallback(DistributedPubSub.DefaultConfig());

    /// <summary>The file alone.</summary>
    public static Config Defaults()
    {
        using var stream = typeof(NodeHocon).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not embedded.");
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }

    public static IEnumerable<string> Roles(NodeSettings settings)
    {
        if (settings.Worker.RunsJobs)
        {
            yield return ClusterNames.WorkerRole;
            foreach (var priority in settings.Worker.Priorities)
            {
                yield return ClusterNames.PriorityRole(priority);
            }
        }
        if (settings.Scheduler.Enabled)
        {
            yield return ClusterNames.SchedulerRole;
        }
        if (settings.Gateway.Listen is not null)
        {
            yield return ClusterNames.GatewayRole;
        }
        if (settings.Cluster.QueuePartitions > 1)
        {
            yield return ClusterNames.PartitionsRole(settings.Cluster.QueuePartitions);
        }
    }

    private static string Tls(NodeSettings settings) => settings.Cluster.Tls is null ? "" : ClusterTls.Hocon;

    private static string Overrides(NodeSettings settings) => string.Create(CultureInfo.InvariantCulture, $$"""
        akka.remote.dot-netty.tcp { hostname = "{{settings.Cluster.Host}}", port = {{settings.Cluster.Port}} }
        akka.cluster.roles = [{{string.Join(", ", Roles(settings))}}]
        akka.loglevel = {{AkkaLevel(settings.Logging.Level)}}
        {{Tls(settings)}}
        """);

    // Akka's own chatter is one step less wanted than ours.
    private static string AkkaLevel(LogSeverity level) => level switch
    {
        LogSeverity.Trace => "DEBUG",
        LogSeverity.Debug => "INFO",
        LogSeverity.Error => "ERROR",
        _ => "WARNING",
    };
}
