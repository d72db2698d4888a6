using System.Globalization;
using ActorJobs.Benchmarks.Costs;
using ActorJobs.Stores.Postgres;
using ActorJobs.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Stores.CostTests;

/// <summary>
/// Costs on a PostgreSQL without what comes by chance: images of whole pages, autovacuum, checkpoints.
/// </summary>
public sealed class PostgresCosts : StoreCosts
{
    private const string Settings = """
        full_page_writes = off
        autovacuum = off
        checkpoint_timeout = 1d
        """;

    private PostgresServer? _server;
    private CountingProxy? _proxy;

    public override async Task DisposeAsync()
    {
        await _proxy!.DisposeAsync();
        await _server!.DisposeAsync();
    }

    protected override async Task<IJobStore> OpenAsync()
    {
        _server = await PostgresServer.StartAsync(Settings);
        _proxy = new CountingProxy(_server.Port, () => new PostgresRequests());
        var url = new UriBuilder(_server.Url) { Port = _proxy.Port }.ToString();
        var store = new PostgresJobStore(
            new PostgresStoreOptions { Url = url }, TimeProvider.System, NullLogger<PostgresJobStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    protected override async Task<Dictionary<string, double>> SpentAsync()
    {
        var row = await _server!.AskAsync(
            "select pg_current_wal_insert_lsn() - '0/0', pg_snapshot_xmax(pg_current_snapshot())::text");
        var numbers = row.Split('|').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new Dictionary<string, double>
        {
            ["wal_bytes"] = numbers[0],
            ["commits"] = numbers[1],
            ["statements"] = _proxy!.Traffic.Requests,
            ["round_trips"] = _proxy.Traffic.RoundTrips,
        };
    }
}
