using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorJobs.Stores.RedisTests;

/// <summary>A redis-server of the tests' own, on a free port with its data in a temporary directory.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SharedUrl = new(StartSharedAsync);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actorjobs-redis-");
    private readonly string[] _settings;
    private Process? _process;

    private RedisServer(int port, string[] settings) => (Port, _settings) = (port, settings);

    /// <summary>
    /// The server that all suites share: <c>ACTORJOBS_TEST_REDIS</c> when it is set, else one that ends with this process.
    /// </summary>
    public static Task<string> GetSharedUrlAsync() => SharedUrl.Value;

    public int Port { get; }

    public string Url => $"redis://127.0.0.1:{Port}";

    public int ProcessId => _process!.Id;

    /// <summary>Starts one and waits until it answers.</summary>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = new RedisServer(FreePort(), settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it anew on the same port and data.</summary>
    public async Task StartAgainAsync()
    {
        var arguments = new List<string>
        {
            "redis-server", "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _directory.FullName, "--save", "",
            "--appendonly", "yes", "--daemonize", "no",
        };
        arguments.AddRange(_settings);
        var start = new ProcessStartInfo(arguments[0], arguments.Skip(1)) { RedirectStandardOutput = true };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            throw new InvalidOperationException(
                "These tests need redis-server 7.0 or newer on the PATH, or the URL of one in ACTORJOBS_TEST_REDIS.", fault);
        }
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await ReadyAsync();
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops its threads without ending it, as a machine that hangs.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Sends a command and answers the first line.</summary>
    public async Task<string> AskAsync(params string[] words)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        var text = new StringBuilder($"*{words.Length}\r\n");
        foreach (var word in words)
        {
            text.Append($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }
        _process?.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task<string> StartSharedAsync()
    {
        if (Environment.GetEnvironmentVariable("ACTORJOBS_TEST_REDIS") is { Length: > 0 } url)
        {
            return url;
        }
        var server = await StartAsync("--enable-debug-command", "local");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            server._process!.Kill();
            server._process.WaitForExit();
            server._directory.Delete(recursive: true);
        };
        return server.Url;
    }

    private async Task ReadyAsync()
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await AskAsync("PING") is ['+' or '-', ..] answer && !answer.StartsWith("-LOADING", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is SocketException or IOException)
            {
                if (_process!.HasExited || patience.Elapsed > TimeSpan.FromSeconds(20))
                {
                    throw new InvalidOperationException($"redis-server did not start on port {Port}.", fault);
                }
            }
            await Task.Delay(20);
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{ProcessId}"]);
        await kill.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
