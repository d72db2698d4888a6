using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Akka.Remote.Transport.DotNetty;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Tells remoting to present this process's certificate on every connection, whoever opened it, and to refuse peers
/// whose certificate is not a member's. The reason is logged, once a minute for each peer and reason.
/// </summary>
/// <param name="whyRefused">Null for a member's certificate, else half a sentence after "it".</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Gets the reasons.</param>
public sealed partial class ClusterTls(
    Func<X509Certificate2?, string?> whyRefused, TimeProvider time, ILogger<ClusterTls> logger)
{
    /// <summary>Switches TLS on in remoting; the certificate comes by <see cref="CreateSetup"/>.</summary>
    public const string Hocon = "akka.remote.dot-netty.tcp.enable-ssl = on";

    private const int MaxRemembered = 256;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Peer, string Reason), DateTimeOffset> _told = [];

    /// <summary>What the actor system is to be created with.</summary>
    /// <param name="own">The process's certificate, with its key.</param>
    public Setup CreateSetup(X509Certificate2 own) => new DotNettySslSetup(
        own, suppressValidation: false, requireMutualAuthentication: true, validateCertificateHostname: false,
        (certificate, _, peer, _, _) => IsMember(certificate, peer));

    private bool IsMember(X509Certificate2? certificate, string peer)
    {
        var reason = whyRefused(certificate);
        if (reason is not null && IsNews(peer, reason))
        {
            LogRefused(peer, reason, certificate?.Subject ?? "none", certificate?.Issuer ?? "none");
        }
        return reason is null;
    }

    private bool IsNews(string peer, string reason)
    {
        var now = time.GetUtcNow();
        if (_told.TryGetValue((peer, reason), out var last) && now - last < Quiet)
        {
            return false;
        }
        if (_told.Count >= MaxRemembered)
        {
            _told.Clear();
        }
        _told[(peer, reason)] = now;
        return true;
    }

    [LoggerMessage(1641, LogLevel.Warning,
        "{Peer} is not let into the cluster: its certificate {Reason} (subject {Subject}, issuer {Issuer})")]
    private partial void LogRefused(string peer, string reason, string subject, string issuer);
}
