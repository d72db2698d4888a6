using System.Net;
using System.Net.Sockets;

namespace ActorJobs.Tests.Servers;

/// <summary>
/// A loopback port that nobody listened on a moment ago, out of those that the system never gives to outgoing
/// connections: another process must not have it by chance when a node starts, or starts again.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000;
    private const int End = 20_000;

    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
    }
}
