using System.Net;
using System.Net.Sockets;

namespace ActorJobs.Operations.Tests.Topologies;

/// <summary>Lets a server on a free port be reached at the port that deployment files name.</summary>
internal sealed class PortForward : IDisposable
{
    private readonly TcpListener _listener;
    private readonly int _to;

    public PortForward(string address, int port, int to)
    {
        _to = to;
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // stopped
        }
    }

    private async Task ForwardAsync(TcpClient from)
    {
        using var to = new TcpClient();
        using (from)
        {
            try
            {
                await to.ConnectAsync(IPAddress.Loopback, _to);
                (from.NoDelay, to.NoDelay) = (true, true);
                var (near, far) = (from.GetStream(), to.GetStream());
                await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
            }
            catch (Exception end) when (end is SocketException or IOException)
            {
                // Either side has gone.
            }
        }
    }
}
