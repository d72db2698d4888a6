using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ActorJobs.Tests.Servers;
using ActorJobs.Tests.Tls;

namespace ActorJobs.Cluster.Tests.Link;

/// <summary>TLS between nodes: who has a certificate of the authority is in, and who has not says why.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, "tls")]
public sealed class TlsClusterTests(ITestOutputHelper output) : IDisposable
{
    private const int Slots = 4;
    private const int Jobs = 200;
    private const int Probes = 20;
    private readonly TestAuthority _authority = new("members");
    private readonly TestAuthority _other = new("strangers");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public Task Nodes_with_certificates_of_the_authority_are_a_cluster_and_others_stay_outside() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(Member("first"), Member("second"));
            await cluster.Api.EnqueueManyAsync(SomeJobs());
            await cluster.UntilDoneAsync();
            (await cluster.Api.CountAsync("succeeded")).ShouldBe(Jobs);
            await ProbesLeaveNoLineAsync(cluster);

            using (var bare = Outside(cluster))
            {
                bare.Begin();
                output.WriteLine(await bare.Log.LineAsync("wants TLS, and this node has none; set CLUSTER_TLS_CERT"));
            }
            using (var stranger = Outside(cluster, _other.Settings("stranger")))
            {
                stranger.Begin();
                const string Reason = "its certificate does not come from the cluster's authority";
                output.WriteLine(await stranger.Log.LineAsync(Reason));
                output.WriteLine(await cluster["first"].Log.LineAsync($"{Reason} (subject CN=stranger"));
            }
            using (var late = Outside(
                cluster, ("CLUSTER_TLS_CERTIFICATE", _authority.IssuePem("late", isExpired: true)),
                ("CLUSTER_TLS_CA", _authority.AuthorityPath)))
            {
                late.Begin();
                (await late.ExitCodeAsync()).ShouldBe(2);
                output.WriteLine(await late.Errors.LineAsync("the certificate expired at"));
            }
            (await cluster.MembersAsync()).Nodes.Length.ShouldBe(2);
        });

    [Fact]
    public Task Node_refuses_an_expired_certificate_and_protocols_before_1_2() =>
        NodeCluster.RunAsync(output, TestStore.Postgres, async cluster =>
        {
            await cluster.StartAsync(Member("first"));
            var address = cluster["first"].Address;

            using var expired = _authority.Issue("expired", isExpired: true);
            await ShouldBeHungUpOnAsync(address, expired);
            output.WriteLine(await cluster["first"].Log.LineAsync("not let into the cluster: its certificate expired"));

            using var good = _authority.Issue("good");
            (await ShakeHandsAsync(address, good, SslProtocols.None)).ShouldBe(SslProtocols.Tls12);
#pragma warning disable SYSLIB0039 // that it is old is the point
            (await ShakeHandsAsync(address, good, SslProtocols.Tls11)).ShouldBeNull();
#pragma warning restore SYSLIB0039
        });

    private static IEnumerable<object> SomeJobs() =>
        Enumerable.Range(0, Jobs).Select(_ => (object)new { type = "sleep", payload = new { ms = 1 } });

    private static NodeProcess Outside(NodeCluster cluster, params (string Name, string Value)[] settings) => new(null,
    [
        .. cluster.Settings, ("WORKER_MODE", "default"), ("CLUSTER_HOST", "127.0.0.1"),
        ("CLUSTER_PORT", $"{FreePort.Find()}"), .. settings,
    ]);

    /// <summary>As the crash watch does: connects and closes at once.</summary>
    private static async Task ProbesLeaveNoLineAsync(NodeCluster cluster)
    {
        foreach (var node in cluster.Nodes)
        {
            var parts = node.Address.Split(':');
            for (var i = 0; i < Probes; i++)
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(parts[0], int.Parse(parts[1]));
            }
        }
        await cluster.Api.EnqueueManyAsync(SomeJobs());
        await cluster.UntilDoneAsync();
        foreach (var node in cluster.Nodes)
        {
            node.Log.Lines.ShouldNotContain(line => line.Contains("handshake") || line.Contains(" fail: "));
        }
    }

    /// <summary>The protocol that both agreed on; null when there was none.</summary>
    private static async Task<SslProtocols?> ShakeHandsAsync(
        string address, X509Certificate2 own, SslProtocols protocols)
    {
        using var client = await ConnectAsync(address);
        await using var stream = await ShakeHandsAsync(client, own, protocols);
        return stream?.SslProtocol;
    }

    /// <summary>
    /// A node looks at the certificate when the handshake is done, so the one who shook its hand must stay to be
    /// refused: to leave at once is to go unseen.
    /// </summary>
    private static async Task ShouldBeHungUpOnAsync(string address, X509Certificate2 own)
    {
        using var client = await ConnectAsync(address);
        await using var stream = await ShakeHandsAsync(client, own, SslProtocols.None);
        if (stream is null)
        {
            return;
        }
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            (await stream.ReadAsync(new byte[1], deadline.Token)).ShouldBe(0);
        }
        catch (IOException)
        {
            // Cut off in the middle is an end, too.
        }
    }

    private static async Task<TcpClient> ConnectAsync(string address)
    {
        var parts = address.Split(':');
        var client = new TcpClient();
        await client.ConnectAsync(parts[0], int.Parse(parts[1]));
        return client;
    }

    /// <summary>Null when the handshake failed.</summary>
    private static async Task<SslStream?> ShakeHandsAsync(
        TcpClient client, X509Certificate2 own, SslProtocols protocols)
    {
        var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        // As a file gives it: a key that lives in memory alone is not presented on every platform.
        using var loaded = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "node", EnabledSslProtocols = protocols, ClientCertificates = [loaded],
            });
            return stream;
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException)
        {
            await stream.DisposeAsync();
            return null;
        }
    }

    private NodePlan Member(string name)
    {
        var plan = NodePlan.Combined(name, Slots);
        return plan with { Settings = [.. plan.Settings, .. _authority.Settings(name)] };
    }
}
