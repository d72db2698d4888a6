using System.Diagnostics;
using System.Globalization;

namespace ActorJobs.Benchmarks.Servers;

/// <summary>A Redis of its own in a fresh folder on a free loopback port, its file written every second.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    /// <summary>How it keeps data, which decides how fast it is.</summary>
    public static readonly string[] Durability =
        ["--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction"];

    private const int StartTries = 100;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private RedisServer(Process process, DirectoryInfo folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Url => $"redis://127.0.0.1:{Port}/0";

    /// <summary>Starts one.</summary>
    /// <param name="moreSettings">Words of its command line that come after ours.</param>
    public static async Task<RedisServer> StartAsync(params string[] moreSettings)
    {
        var (folder, port) = (Directory.CreateTempSubdirectory("actorjobs-bench-redis-"), FreePort.Find());
        var start = new ProcessStartInfo("redis-server", [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--dir", folder.FullName,
            .. Durability, "--logfile", Path.Combine(folder.FullName, "redis.log"), .. moreSettings]);
        var server = new RedisServer(Process.Start(start)!, folder, port);
        for (var tries = 0; tries < StartTries; tries++)
        {
            if (await server.AnswersAsync())
            {
                return server;
            }
            await Task.Delay(BetweenTries);
        }
        await server.DisposeAsync();
        throw new BenchmarkException("redis-server does not answer.");
    }

    /// <summary>The answer of redis-cli to a command.</summary>
    public Task<string> AskAsync(params string[] words) => Command.RunAsync(
        "redis-cli", ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), .. words]);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await AskAsync("ping")).Trim() == "PONG";
        }
        catch (BenchmarkException) when (!_process.HasExited)
        {
            return false;
        }
    }
}
