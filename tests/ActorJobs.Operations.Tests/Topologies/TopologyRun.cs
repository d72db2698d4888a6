using ActorJobs.Cluster.Tests.Cuts;

namespace ActorJobs.Operations.Tests.Topologies;

/// <summary>
/// A deployment as processes: each replica at a place of its own in a network of namespaces, with the environment that the file gives
/// it and a hosts file in the place of the name server.
/// </summary>
internal sealed class TopologyRun : IAsyncDisposable
{
    private const int HostPlace = 0;
    private const int PostgresPort = 5432;
    private const int RedisPort = 6379;
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(4);

    private readonly List<(TopologyNode Kind, NodeProcess Process, int Place)> _running = [];
    private readonly List<IDisposable> _forwards = [];
    private readonly CutNetwork _network;
    private readonly ITestOutputHelper _output;
    private readonly int _places;
    private PostgresServer? _postgres;
    private RedisServer? _redis;
    private NodeApi? _api;
    private int _next = 1;

    private TopologyRun(int places, ITestOutputHelper output)
    {
        _output = output;
        _places = places;
        _network = new CutNetwork(places);
    }

    public NodeApi Api => _api!;

    /// <summary>Starts every replica and waits until all are members.</summary>
    /// <param name="nodes">What to start.</param>
    /// <param name="spare">How many more may be started later.</param>
    /// <param name="output">Gets the last lines of every log.</param>
    public static async Task<TopologyRun> StartAsync(List<TopologyNode> nodes, int spare, ITestOutputHelper output)
    {
        var run = new TopologyRun(nodes.Sum(node => node.Replicas) + spare, output);
        try
        {
            await run.StartServersAsync();
            run.WriteHosts();
            foreach (var node in nodes)
            {
                for (var i = 0; i < node.Replicas; i++)
                {
                    run.Begin(node);
                }
            }
            run.Reach(nodes.Single(node => node.IsGateway));
            await run.UntilUpAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more and waits until it is a member.</summary>
    public Task ScaleUpAsync(TopologyNode node)
    {
        Begin(node);
        return UntilUpAsync();
    }

    /// <summary>Stops the oldest as a supervisor does; answers its exit code.</summary>
    public async Task<int> ScaleDownAsync(TopologyNode node)
    {
        var oldest = _running.First(running => running.Kind == node);
        oldest.Process.Send(Signal.Terminate);
        var code = await oldest.Process.ExitCodeAsync();
        _running.Remove(oldest);
        oldest.Process.Dispose();
        return code;
    }

    /// <summary>The kind of node at an address.</summary>
    public static string HostOf(string address) => address[..address.LastIndexOf(':')];

    public TopologyNode? KindAt(string address, IEnumerable<(TopologyNode Kind, int Place)> ever) =>
        ever.FirstOrDefault(one => CutNetwork.Address(one.Place) == HostOf(address)).Kind;

    /// <summary>Every node that was ever started.</summary>
    public List<(TopologyNode Kind, int Place)> Ever { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        _running.ForEach(running => running.Process.Dispose());
        _forwards.ForEach(forward => forward.Dispose());
        for (var place = 1; place <= _places; place++)
        {
            Directory.Delete(FolderOf(place), recursive: true);
        }
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
        _network.Dispose();
    }

    private async Task StartServersAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        await _postgres.AskAsync("CREATE ROLE actorjobs LOGIN");
        await _postgres.AskAsync("CREATE DATABASE actorjobs OWNER actorjobs");
        _redis = await RedisServer.StartAsync("--maxmemory-policy", "noeviction");
        _forwards.Add(new PortForward(CutNetwork.Address(HostPlace), PostgresPort, _postgres.Port));
        _forwards.Add(new PortForward(CutNetwork.Address(HostPlace), RedisPort, _redis.Port));
    }

    private void Begin(TopologyNode node)
    {
        var place = _next++;
        var process = new NodeProcess(_output,
            [.. node.Environment.Select(entry => (entry.Key, entry.Value.Replace(
                TopologyNode.OwnAddress, CutNetwork.Address(place), StringComparison.Ordinal)))])
        {
            Launcher = _network.Enter(place),
            Program = node.Program,
        };
        _running.Add((node, process, place));
        Ever.Add((node, place));
        process.Begin();
    }

    private void Reach(TopologyNode gateway)
    {
        var place = _running.First(running => running.Kind == gateway).Place;
        _api = new NodeApi(new Uri($"http://{CutNetwork.Address(place)}:8080"));
        var key = gateway.Environment["API_KEYS"].Split(',')[0].Split(':', 2)[1];
        _api.Http.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    private async Task UntilUpAsync()
    {
        await Eventually.GetAsync(
            CountUpAsync, up => up == _running.Count || _running.Exists(running => running.Process.HasEnded),
            $"{_running.Count} members are up", StartTime);
        _running.Where(running => running.Process.HasEnded).Select(running => running.Process.Errors.Text).ShouldBeEmpty();
    }

    private async Task<int> CountUpAsync()
    {
        try
        {
            var nodes = (await Api.GetAsync("/api/v1/nodes")).GetProperty("nodes");
            return nodes.EnumerateArray().Count(node => node.GetProperty("status").GetString() == "up");
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <summary><c>ip netns exec</c> puts what stands below this folder over <c>/etc</c>.</summary>
    private string FolderOf(int place) => $"/etc/netns/{_network.Enter(place)[^1]}";

    private void WriteHosts()
    {
        var lines = new List<string> { "127.0.0.1 localhost", $"{CutNetwork.Address(HostPlace)} postgres redis" };
        lines.AddRange(Enumerable.Range(1, _places).Select(place => $"{CutNetwork.Address(place)} nodes actorjobs-nodes"));
        for (var place = 1; place <= _places; place++)
        {
            Directory.CreateDirectory(FolderOf(place));
            File.WriteAllLines(Path.Combine(FolderOf(place), "hosts"), lines);
        }
    }
}
