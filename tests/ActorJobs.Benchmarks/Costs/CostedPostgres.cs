using System.Globalization;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>
/// A PostgreSQL behind a counting proxy. Images of whole pages are off, because how many a job costs depends on the
/// time since the last checkpoint; so is autovacuum, because when it comes is chance.
/// </summary>
internal sealed class CostedPostgres : ICostedStore
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private const string Settings = """
        full_page_writes = off
        autovacuum = off
        checkpoint_timeout = 1d
        """;

    private const string Clients =
        "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";

    // Commits of database postgres are our own questions. A backend that ends hands in what it has counted.
    private const string Spent = """
        select pg_current_wal_insert_lsn() - '0/0',
               (select wal_fpi from pg_stat_wal),
               (select wal_sync from pg_stat_wal),
               (select sum(xact_commit) from pg_stat_database where datname <> 'postgres'),
               pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        """;

    private readonly PostgresServer _server;
    private readonly CountingProxy _proxy;

    private CostedPostgres(PostgresServer server)
    {
        _server = server;
        _proxy = new CountingProxy(server.Port, () => new PostgresRequests());
    }

    public int Port => _proxy.Port;

    public static async Task<ICostedStore> StartAsync() =>
        new CostedPostgres(await PostgresServer.StartAsync(Settings));

    public async Task<Costs> SpentAsync()
    {
        while (await _server.AskAsync(Clients) != "0")
        {
            await Task.Delay(Poll);
        }
        var row = (await _server.AskAsync(Spent)).Split('|')
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var traffic = _proxy.Traffic;
        return new Costs(new Dictionary<string, double>
        {
            ["wal_bytes"] = row[0],
            ["wal_page_images"] = row[1],
            ["wal_syncs"] = row[2],
            ["commits"] = row[3],
            ["writing_transactions"] = row[4],
            ["statements"] = traffic.Requests,
            ["round_trips"] = traffic.RoundTrips,
            ["bytes_sent"] = traffic.BytesSent,
            ["bytes_received"] = traffic.BytesReceived,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }
}
