using ActorJobs.Runtime.Cluster;
using ActorJobs.Settings;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Hosting;

/// <summary>TLS of a node, when its settings ask for it.</summary>
internal static class NodeTls
{
    public static AkkaConfigurationBuilder WithClusterTls(
        this AkkaConfigurationBuilder akka, NodeSettings settings, IServiceProvider provider)
    {
        if (settings.Cluster.Tls is not { } tls)
        {
            return akka;
        }
        var time = TimeProvider.System; // certificates go by the machine's clock, as the TLS library does
        var certificates = ClusterCertificates.Load(tls, time.GetUtcNow(), out var faults)
            ?? throw new InvalidOperationException(
                $"CLUSTER_TLS_CERTIFICATE changed since it was checked: {faults[0].Found}.");
        var link = new ClusterTls(
            peer => certificates.Trust.WhyRefused(peer, time.GetUtcNow()), time,
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<ClusterTls>());
        return akka.AddSetup(link.CreateSetup(certificates.Own));
    }
}
