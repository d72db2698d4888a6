using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorJobs.Tests.Servers;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>Redis that has on disk what it confirmed.</summary>
internal sealed class FailingRedis : FailingStore
{
    private const int DefaultMaxClients = 10_000;

    private readonly RedisServer _server;
    private TcpClient? _admin;

    private FailingRedis(RedisServer server) => _server = server;

    public override int Port => _server.Port;

    public static async Task<FailingRedis> CreateAsync() =>
        new(await RedisServer.StartAsync("--appendfsync", "always"));

    public override (string Name, string Value) SettingAt(int port) => ("REDIS_URL", $"redis://127.0.0.1:{port}");

    public override Task StartAgainAsync() => _server.StartAgainAsync();

    public override async Task StopAsync()
    {
        await _server.AskAsync("SHUTDOWN", "NOSAVE", "NOW");
        await Eventually.GetAsync(() => IsListening(Port), listens => !listens, "Redis has stopped");
    }

    public override Task KillAsync() => _server.KillAsync();

    public override Task FreezeAsync() => _server.FreezeAsync();

    public override Task ThawAsync() => _server.ThawAsync();

    public override async Task TakeConnectionsAsync()
    {
        _admin = new TcpClient();
        await _admin.ConnectAsync(IPAddress.Loopback, Port);
        await TellAsync("CONFIG SET maxclients 1");
        await TellAsync("CLIENT KILL SKIPME yes TYPE normal");
    }

    public override async Task GiveConnectionsAsync()
    {
        await TellAsync($"CONFIG SET maxclients {DefaultMaxClients}");
        _admin!.Dispose();
    }

    public override Task RefuseWritesAsync() => _server.AskAsync("REPLICAOF", "127.0.0.1", "1");

    public override Task TakeWritesAsync() => _server.AskAsync("REPLICAOF", "NO", "ONE");

    /// <summary>Leaves it so much memory above what it uses; null for no limit.</summary>
    public async Task LeaveMemoryAsync(long? bytes)
    {
        var limit = bytes is null ? 0 : await UsedMemoryAsync() + bytes.Value;
        var answer = await _server.AskAsync("CONFIG", "SET", "maxmemory", limit.ToString(CultureInfo.InvariantCulture));
        answer.ShouldBe("+OK");
    }

    public override ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        return _server.DisposeAsync();
    }

    private static bool IsListening(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task TellAsync(string command)
    {
        (await SendAsync(_admin!, command))[0].ShouldBeOneOf('+', ':');
    }

    private async Task<long> UsedMemoryAsync()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        var text = await SendAsync(client, "INFO memory");
        var line = text.Split("\r\n").First(line => line.StartsWith("used_memory:", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }

    private static async Task<string> SendAsync(TcpClient client, string command)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        var buffer = new byte[16 * 1024];
        var count = await client.GetStream().ReadAsync(buffer);
        return Encoding.ASCII.GetString(buffer, 0, count);
    }
}
