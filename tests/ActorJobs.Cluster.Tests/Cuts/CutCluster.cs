using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ActorJobs.Tests.Servers;

namespace ActorJobs.Cluster.Tests.Cuts;

/// <summary>Nodes of one cluster, each at a place of its own in a network that can be cut.</summary>
internal sealed class CutCluster : IAsyncDisposable
{
    private const int Port = 4053;
    private const int DownedCode = 5;
    private const string Key = "cut-cluster-admin-key";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<int, NodeProcess> _nodes = [];
    private readonly ITestOutputHelper _output;
    private PostgresServer? _store;

    private CutCluster(ITestOutputHelper output, int nodes)
    {
        _output = output;
        Network = new CutNetwork(nodes);
        Places = [.. Enumerable.Range(1, nodes)];
    }

    public CutNetwork Network { get; }

    public int[] Places { get; }

    /// <summary>The store's address as nodes see it.</summary>
    private string Url => $"postgres://postgres@{CutNetwork.Address(0)}:{_store!.Port}/postgres";

    public PostgresServer Server => _store ?? throw new InvalidOperationException("There is no store yet.");

    public static async Task<CutCluster> StartAsync(ITestOutputHelper output, int nodes)
    {
        var cluster = new CutCluster(output, nodes);
        try
        {
            cluster._store = await PostgresServer.StartAsync(
                $"listen_addresses = '127.0.0.1,{CutNetwork.Address(0)}'", CutNetwork.Range);
            await Task.WhenAll(cluster.Places.Select(cluster.StartAsync));
            await cluster.UntilUpAsync(1, nodes);
            await ClaimHistory.BeginAsync(cluster.Server);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
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
                ("DATABASE_URL", Url), ("SAMPLE_JOBS", "true"), ("API_KEYS", $"admin:{Key}"),
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

    /// <summary>Waits until a node of these has ended; answers which.</summary>
    public Task<int> FirstEndedAsync(int[] places) => Eventually.GetAsync(
        () => Task.FromResult(places.FirstOrDefault(place => _nodes[place].HasEnded)), place => place != 0, "a node has ended");

    /// <summary>
    /// Starts nodes that have ended, as whatever runs them would, until all are members. Not always is once enough: a node that
    /// comes back in the second in which a cut is healed may be taken out again, while connections of its former life linger.
    /// </summary>
    /// <returns>How many starts it took.</returns>
    public async Task<int> ReviveAsync()
    {
        var starts = 0;
        await Eventually.GetAsync(
            async () =>
            {
                starts += await StartEndedAsync();
                return await MembersOrNoneAsync(Places.First(place => !_nodes[place].HasEnded));
            },
            view => view.Nodes.Length == Places.Length && view.Nodes.All(node => node.Status == "up"), "all members are up");
        return starts;
    }

    private async Task<MembersView> MembersOrNoneAsync(int seenFrom)
    {
        try
        {
            return await MembersAsync(seenFrom);
        }
        catch (HttpRequestException)
        {
            return new MembersView([]); // ends just now
        }
    }

    private async Task<int> StartEndedAsync()
    {
        var ended = Places.Where(place => _nodes[place].HasEnded).ToArray();
        foreach (var place in ended)
        {
            (await _nodes[place].ExitCodeAsync()).ShouldBe(DownedCode);
        }
        await Task.WhenAll(ended.Select(StartOrEndAsync));
        return ended.Length;
    }

    private async Task StartOrEndAsync(int place)
    {
        try
        {
            await StartAsync(place);
        }
        catch (HttpRequestException)
        {
            await _nodes[place].ExitCodeAsync(); // taken out again before it was ready, it answers no more and ends
        }
    }

    public async Task<MembersView> MembersAsync(int seenFrom) =>
        (await Api(seenFrom).Http.GetFromJsonAsync<MembersView>("/api/v1/nodes", Json))!;

    public Task UntilUpAsync(int seenFrom, int members) => Eventually.GetAsync(
        () => MembersAsync(seenFrom),
        view => view.Nodes.Length == members && view.Nodes.All(node => node.Status == "up"), $"{members} members are up");

    public NodeApi Api(int place) => _nodes[place].Api;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
        {
            node.Dispose();
        }
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
        Network.Dispose();
    }
}
