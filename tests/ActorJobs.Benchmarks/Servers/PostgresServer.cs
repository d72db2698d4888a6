using System.Globalization;

namespace ActorJobs.Benchmarks.Servers;

/// <summary>
/// A PostgreSQL cluster of its own in a fresh folder on a free loopback port, durable as in production.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>How it keeps data, which decides how fast it is.</summary>
    public static readonly string[] Durability =
        ["fsync = on", "synchronous_commit = on", "shared_buffers = 512MB", "max_wal_size = 4GB"];

    private static readonly string Settings = $"""
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        {string.Join('\n', Durability)}

        """;

    private readonly string _programs;
    private readonly DirectoryInfo _folder;

    private PostgresServer(string programs, DirectoryInfo folder, int port)
    {
        _programs = programs;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Url => $"postgres://postgres@127.0.0.1:{Port}/postgres";

    /// <summary>Starts one.</summary>
    /// <param name="moreSettings">Lines of postgresql.conf that come after ours.</param>
    public static async Task<PostgresServer> StartAsync(string moreSettings = "")
    {
        var server = new PostgresServer(
            FindPrograms(), Directory.CreateTempSubdirectory("actorjobs-bench-pg-"), FreePort.Find());
        try
        {
            await server.CreateAsync(moreSettings);
        }
        catch
        {
            server._folder.Delete(recursive: true);
            throw;
        }
        return server;
    }

    /// <summary>CPU that all its processes have used.</summary>
    public TimeSpan CpuTime() => ProcessTree.CpuTime(int.Parse(
        File.ReadLines(Path.Combine(_folder.FullName, "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    /// <summary>The answer of psql to a statement, outside of anything that is counted.</summary>
    public async Task<string> AskAsync(string sql) =>
        (await Command.RunAsync("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", Url, "-c", sql])).Trim();

    public async ValueTask DisposeAsync()
    {
        await AsOwnerAsync("pg_ctl", "-D", _folder.FullName, "-m", "immediate", "-s", "-w", "stop");
        _folder.Delete(recursive: true);
    }

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private async Task CreateAsync(string moreSettings)
    {
        if (Environment.UserName == "root")
        {
            await Command.RunAsync("chown", ["postgres", _folder.FullName]);
        }
        await AsOwnerAsync(
            "initdb", "-D", _folder.FullName, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8");
        await File.AppendAllTextAsync(Path.Combine(_folder.FullName, "postgresql.conf"), Settings + moreSettings);
        await AsOwnerAsync(
            "pg_ctl", "-D", _folder.FullName, "-l", Path.Combine(_folder.FullName, "server.log"),
            "-o", "-p " + PortText, "-s", "-w", "start");
    }

    // PostgreSQL refuses to run as root, who hands over to user postgres.
    private Task AsOwnerAsync(string program, params string[] words)
    {
        var path = Path.Combine(_programs, program);
        return Environment.UserName == "root"
            ? Command.RunAsync("runuser", ["-u", "postgres", "--", path, .. words])
            : Command.RunAsync(path, words);
    }

    private static string FindPrograms()
    {
        if (Environment.GetEnvironmentVariable("PG_BIN") is { Length: > 0 } given)
        {
            return given;
        }
        var places = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return places.Select(place => Path.Combine(place, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderDescending(StringComparer.Ordinal).FirstOrDefault() ?? throw new BenchmarkException(
                "No PostgreSQL server programs were found; install PostgreSQL, or set PG_BIN to the folder of initdb.");
    }
}
