using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ActorJobs.Runtime.Cluster;

/// <summary>Finds out why a seed does not let this node in, as far as its port tells.</summary>
internal static class SeedDoor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Half a sentence after the seed's name; null when its port tells nothing.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">Port.</param>
    /// <param name="hasTls">Whether this node's own traffic is TLS.</param>
    public static async Task<string?> WhyClosedAsync(string host, int port, bool hasTls)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, deadline.Token);
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionRefused
                ? "refuses connections: nothing listens there"
                : "cannot be reached";
        }
        catch (OperationCanceledException)
        {
            return "does not answer";
        }
        return (await SpeaksTlsAsync(client, host, deadline.Token), hasTls) switch
        {
            (true, false) => "wants TLS, and this node has none; set CLUSTER_TLS_CERTIFICATE and CLUSTER_TLS_CA",
            (false, true) => "has no TLS, and this node wants it; set CLUSTER_TLS_CERTIFICATE and CLUSTER_TLS_CA there",
            _ => null,
        };
    }

    private static async Task<bool> SpeaksTlsAsync(TcpClient client, string host, CancellationToken cancellationToken)
    {
        var presented = false;
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: true, (_, certificate, _, _) =>
        {
            presented = certificate is not null;
            return false; // no more than its first words is wanted
        });
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        }
        catch (Exception error) when (error is AuthenticationException or IOException or OperationCanceledException)
        {
            // What was presented until then is the answer.
        }
        return presented;
    }
}
