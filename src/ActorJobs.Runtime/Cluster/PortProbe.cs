using System.Net.Sockets;

namespace ActorJobs.Runtime.Cluster;

/// <summary>
/// Asks an address whether somebody listens there. A machine that answers with a refusal has no process on that port: what
/// listened there has ended. Silence, or an unreachable network, says nothing.
/// </summary>
internal static class PortProbe
{
    /// <summary>True when each of several connections in a row is refused.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">Port.</param>
    /// <param name="settings">How often, how fast and how patiently.</param>
    public static async Task<bool> IsRefusedAsync(string host, int port, CrashWatchSettings settings)
    {
        for (var left = settings.Probes; left > 0; left--)
        {
            if (!await IsRefusedOnceAsync(host, port, settings.Timeout))
            {
                return false;
            }
            if (left > 1)
            {
                await Task.Delay(settings.Interval);
            }
        }
        return true;
    }

    private static async Task<bool> IsRefusedOnceAsync(string host, int port, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, deadline.Token);
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
