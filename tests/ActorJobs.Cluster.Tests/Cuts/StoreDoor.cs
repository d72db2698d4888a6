using System.Net;
using System.Net.Sockets;

namespace ActorJobs.Cluster.Tests.Cuts;

/// <summary>Makes the store, which listens on this machine alone, reachable from the network of a test.</summary>
internal sealed class StoreDoor : IDisposable
{
    private readonly TcpListener _listener;
    private readonly Uri _store;

    public StoreDoor(string address, Uri store)
    {
        _store = store;
        _listener = new TcpListener(IPAddress.Parse(address), 0);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The store's address as nodes are to use it.</summary>
    public string Url => new UriBuilder(_store)
    {
        Host = ((IPEndPoint)_listener.LocalEndpoint).Address.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
    }.ToString();

    public void Dispose() => _listener.Dispose();

    private static async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to);
        }
        catch (IOException)
        {
            // one side is gone
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        using var inside = new TcpClient();
        using (caller)
        {
            await inside.ConnectAsync(_store.Host, _store.Port);
            await Task.WhenAny(
                CarryAsync(caller.GetStream(), inside.GetStream()), CarryAsync(inside.GetStream(), caller.GetStream()));
        }
    }
}
