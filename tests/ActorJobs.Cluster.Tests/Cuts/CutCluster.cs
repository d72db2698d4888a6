using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActorJobs.Cluster.Tests.Cuts;

/// <summary>Nodes of one cluster, each at a place of its own in a network that can be cut.</summary>
internal sealed class CutCluster : IDisposable
{
    private const int Port = 4053;
    private const int DownedCode = 5;
    private const string Key = "cut-cluster-admin-key";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<int, NodeProcess> _nodes = [];
    private readonly NodeStorage _storage;
    private readonly StoreDoor _door;
    private readonly ITestOutputHelper _output;

    private CutCluster(ITestOutputHelper output, int nodes, NodeStorage storage)
    {
        (_output, _storage) = (output, storage);
        Network = new CutNetwork(nodes);
        _door = new StoreDoor(CutNetwork.Address(0), new Uri(storage.Settings.Single().Value));
        Places = [.. Enumerable.Range(1, nodes)];
    }

    public CutNetwork Network { get; }

    public int[] Places { get; }

    public static async Task<CutCluster> StartAsync(ITestOutputHelper output, int nodes)
    {
        var cluster = new CutCluster(output, nodes, await NodeStorage.CreateAsync(TestStore.Postgres));
        try
        {
            await Task.WhenAll(cluster.Places.Select(cluster.StartAsync));
            await cluster.UntilUpAsync(1, nodes);
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Starts a node, also anew.</summary>
    public async Task StartAsync(int place)
    {
        if (!_nodes.TryGetValue(place, out var node))
        {
            node = _nodes[place] = new NodeProcess(_output,
                ("WORKER_MODE", "default"), ("CLUSTER_HOST", CutNetwork.Address(place)), ("CLUSTER_PORT", $"{Port}"),
                ("CLUSTER_SEEDS", $"{CutNetwork.Address(1)}:{Port},{CutNetwork.Address(2)}:{Port}"),
                ("DATABASE_URL", _door.Url), ("SAMPLE_JOBS", "true"), ("API_KEYS", $"admin:{Key}"),
                ("GATEWAY_URL", string.Create(CultureInfo.InvariantCulture, $"http://{CutNetwork.Address(place)}:8080")))
            {
                Launcher = Network.Enter(place),
            };
        }
        await node.StartAsync();
        node.Api.Http.DefaultRequestHeaders.Add("X-Api-Key", Key);
    }

    /// <summary>Waits until the cluster has downed a node, which then ends.</summary>
    public async Task UntilDownedAsync(int place) => (await _nodes[place].ExitCodeAsync()).ShouldBe(DownedCode);

    public Task UntilUpAsync(int seenFrom, int members) => Eventually.GetAsync(
        async () => (await Api(seenFrom).Http.GetFromJsonAsync<MembersView>("/api/v1/nodes", Json))!,
        view => view.Nodes.Length == members && view.Nodes.All(node => node.Status == "up"), $"{members} members are up");

    public NodeApi Api(int place) => _nodes[place].Api;

    public void Dispose()
    {
        foreach (var node in _nodes.Values)
        {
            node.Dispose();
        }
        _door.Dispose();
        Network.Dispose();
        _storage.Dispose();
    }
}
