using System.Diagnostics;

namespace ActorJobs.Tests.Servers;

/// <summary>A PostgreSQL cluster of the tests' own, on a free port with its data in a temporary folder; durable.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Settings = """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        shared_buffers = 64MB

        """;

    private static readonly Lazy<Task<string>> SharedUrl = new(StartSharedAsync);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-postgres-");
    private readonly string _programs = FindPrograms();

    private PostgresServer(int port) => Port = port;

    /// <summary>
    /// The server that all suites share: <c>ACTORJOBS_TEST_POSTGRES</c> when it is set, else one that ends with this process.
    /// </summary>
    public static Task<string> GetSharedUrlAsync() => SharedUrl.Value;

    public int Port { get; }

    public string Url => $"postgres://postgres@127.0.0.1:{Port}/postgres";

    public string Folder => _folder.FullName;

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="settings">Lines of postgresql.conf that come after ours.</param>
    /// <param name="network">A network, as <c>10.0.0.0/16</c>, from which it may be used beside this machine.</param>
    public static async Task<PostgresServer> StartAsync(string settings = "", string? network = null)
    {
        var server = new PostgresServer(FreePort.Find());
        await server.CreateAsync(settings, network);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it anew on the same port and data.</summary>
    public Task StartAgainAsync() => AsOwnerAsync(
        "pg_ctl", "-D", Folder, "-l", Path.Combine(Folder, "server.log"), "-w", "-s", "start");

    /// <summary>Stops it at once: every connection is cut, nothing is flushed.</summary>
    public Task StopAsync() => AsOwnerAsync("pg_ctl", "-D", Folder, "-m", "immediate", "-w", "-s", "stop");

    /// <summary>Ends all its processes as a crash of the machine's memory would.</summary>
    public async Task KillAsync()
    {
        var processes = Processes();
        await SignalAsync("-KILL", processes);
        foreach (var process in processes)
        {
            while (Directory.Exists($"/proc/{process}") && !IsZombie(process))
            {
                await Task.Delay(20);
            }
        }
        File.Delete(Path.Combine(Folder, "postmaster.pid"));
    }

    /// <summary>Stops all its processes without ending them, as a machine that hangs.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP", Processes());

    /// <summary>Lets them go on.</summary>
    public Task ThawAsync() => SignalAsync("-CONT", Processes());

    /// <summary>Runs a statement by psql and answers what it prints.</summary>
    public Task<string> AskAsync(string sql) => RunAsync(
        Path.Combine(_programs, "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", Url, "-c", sql);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Folder, "postmaster.pid")))
        {
            await ThawAsync();
            await StopAsync();
        }
        _folder.Delete(recursive: true);
    }

    private static async Task<string> StartSharedAsync()
    {
        if (Environment.GetEnvironmentVariable("ACTORJOBS_TEST_POSTGRES") is { Length: > 0 } url)
        {
            return url;
        }
        var server = await StartAsync("max_connections = 300");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server.Url;
    }

    private async Task CreateAsync(string settings, string? network)
    {
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", Folder);
        }
        await AsOwnerAsync("initdb", "-D", Folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8");
        await File.AppendAllTextAsync(
            Path.Combine(Folder, "postgresql.conf"), $"port = {Port}\n{Settings}{settings}\n");
        if (network is not null)
        {
            await File.AppendAllTextAsync(Path.Combine(Folder, "pg_hba.conf"), $"host all all {network} trust\n");
        }
    }

    /// <summary>The postmaster and its children.</summary>
    private string[] Processes()
    {
        var postmaster = File.ReadLines(Path.Combine(Folder, "postmaster.pid")).First();
        var children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children");
        return [postmaster, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static bool IsZombie(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    // PostgreSQL refuses to run as root, who hands over to user postgres.
    private Task<string> AsOwnerAsync(string program, params string[] words)
    {
        var path = Path.Combine(_programs, program);
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. words])
            : RunAsync(path, words);
    }

    // A child may end by itself before the signal reaches it.
    private static Task SignalAsync(string signal, string[] processes) =>
        RunAsync("sh", ["-c", "kill \"$@\" 2>/dev/null || true", "sh", signal, .. processes]);

    private static async Task<string> RunAsync(string program, params string[] words)
    {
        // pg_ctl leaves the server behind, which keeps what it inherits: its output goes nowhere.
        var starts = words.Contains("start");
        var start = new ProcessStartInfo(starts ? "sh" : program, starts ? ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. words] : words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode == 0)
        {
            return (await output).Trim();
        }
        var reason = await errors;
        throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {process.ExitCode}: {reason}");
    }

    private static string FindPrograms()
    {
        var places = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return places.Select(place => Path.Combine(place, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderDescending(StringComparer.Ordinal).FirstOrDefault() ?? throw new InvalidOperationException(
                "These tests need PostgreSQL's server programs: run tests/run.sh once, or install Debian's package postgresql.");
    }
}
