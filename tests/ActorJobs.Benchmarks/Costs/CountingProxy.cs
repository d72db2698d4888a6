using System.Net;
using System.Net.Sockets;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>What went through the proxy so far.</summary>
/// <param name="Requests">Statements or commands.</param>
/// <param name="RoundTrips">Times a client spoke after the server had spoken: waits for the network.</param>
/// <param name="BytesSent">From the clients to the server.</param>
/// <param name="BytesReceived">From the server to the clients.</param>
internal readonly record struct Traffic(long Requests, long RoundTrips, long BytesSent, long BytesReceived);

/// <summary>
/// Stands on loopback between clients and their server, hands everything on as it comes and counts it.
/// </summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly Func<IRequestReader> _newReader;
    private readonly Task _accepting;
    private long _requests;
    private long _roundTrips;
    private long _sent;
    private long _received;

    /// <summary>Listens at once.</summary>
    /// <param name="server">The loopback port of the server.</param>
    /// <param name="newReader">Makes the reader of a connection's requests.</param>
    public CountingProxy(int server, Func<IRequestReader> newReader)
    {
        (_server, _newReader) = (server, newReader);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Traffic Traffic => new(
        Interlocked.Read(ref _requests), Interlocked.Read(ref _roundTrips),
        Interlocked.Read(ref _sent), Interlocked.Read(ref _received));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        await server.ConnectAsync(IPAddress.Loopback, _server);
        var (speaking, reader) = (new Speaking(), _newReader());
        var up = PumpAsync(client.Client, server.Client, bytes =>
        {
            Interlocked.Add(ref _sent, bytes.Length);
            Interlocked.Add(ref _requests, reader.Read(bytes.Span));
            if (!speaking.Client)
            {
                speaking.Client = true;
                Interlocked.Increment(ref _roundTrips);
            }
        });
        var down = PumpAsync(server.Client, client.Client, bytes =>
        {
            Interlocked.Add(ref _received, bytes.Length);
            speaking.Client = false;
        });
        await Task.WhenAny(up, down);
    }

    private static async Task PumpAsync(Socket from, Socket to, Action<ReadOnlyMemory<byte>> count)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                count(buffer.AsMemory(0, length));
                for (var at = 0; at < length;)
                {
                    at += await to.SendAsync(buffer.AsMemory(at, length - at));
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // One end has gone, and with it the connection.
        }
    }

    private sealed class Speaking
    {
        public volatile bool Client;
    }
}
