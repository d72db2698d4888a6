using System.Globalization;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Where a peer's jobs are, and the settings of the processes that put them there and run them.</summary>
internal sealed class PeerStore
{
    private readonly string _kind;
    private readonly PeerHome _home;
    private readonly Dictionary<string, string?> _store;
    private FileStream? _right;

    public PeerStore(string kind)
    {
        _kind = kind;
        _home = new PeerHome(kind);
        _store = kind switch
        {
            "sqlite" => new() { ["SQLITE_PATH"] = _home.Database },
            "postgres" => new() { ["DATABASE_URL"] = PostgresDatabase.Url(Wanted("PEERS_PG_URL")) },
            "redis" => new() { ["REDIS_URL"] = RedisData.Address(Wanted("PEERS_REDIS_URL")) },
            _ => throw new BenchmarkException($"--store is sqlite, postgres or redis, not '{kind}'."),
        };
    }

    /// <summary>True when several processes may open it.</summary>
    public bool IsShared => _kind != "sqlite";

    /// <summary>Where node A listens for jobs when they cannot come through the store.</summary>
    public Uri Gateway => new(GatewayText);

    private string GatewayText => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_home.GatewayPort}");

    /// <summary>Empties it.</summary>
    public async Task ResetAsync()
    {
        switch (_kind)
        {
            case "sqlite":
                _home.DeleteDatabase();
                break;
            case "postgres":
                await PostgresDatabase.RecreateAsync(Wanted("PEERS_PG_URL"));
                break;
            default:
                await RedisData.FlushAsync(_store["REDIS_URL"]!);
                break;
        }
    }

    /// <summary>A process that only enqueues, alone.</summary>
    public Dictionary<string, string?> Sender() => new(_store)
    {
        ["WORKER_MODE"] = "gateway-only",
        ["GATEWAY_URL"] = "http://127.0.0.1:0",
        ["CLUSTER_PORT"] = "0",
    };

    /// <summary>A process that only enqueues, and belongs to the cluster of nodes A and B.</summary>
    public Dictionary<string, string?> JoinedSender() => new(Sender())
    {
        ["CLUSTER_SEEDS"] = string.Create(
            CultureInfo.InvariantCulture, $"127.0.0.1:{_home.FirstPort},127.0.0.1:{_home.SecondPort}"),
    };

    /// <summary>A worker that is alone.</summary>
    public Dictionary<string, string?> LoneWorker() => new(_store) { ["CLUSTER_PORT"] = "0" };

    /// <summary>
    /// Node A, or node B while another process is node A. Both name A as their seed, as a deployment of two does; a
    /// process that is started after A's death takes A's place, as a supervisor would restart it.
    /// </summary>
    public Dictionary<string, string?> ClusterWorker()
    {
        _right ??= _home.TryBeFirst();
        var isFirst = _right is not null;
        var values = new Dictionary<string, string?>(_store)
        {
            ["CLUSTER_PORT"] = (isFirst ? _home.FirstPort : _home.SecondPort).ToString(CultureInfo.InvariantCulture),
            ["GATEWAY_URL"] = isFirst && !IsShared ? GatewayText : "off",
        };
        if (IsShared)
        {
            values["CLUSTER_SEEDS"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_home.FirstPort}");
        }
        return values;
    }

    private static string Wanted(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new BenchmarkException($"{name} is not set; the driver of the peers sets it.");
}
