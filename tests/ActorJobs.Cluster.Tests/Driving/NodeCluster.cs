using System.Net.Http.Json;
using System.Text.Json;
using ActorJobs.Tests.Servers;

namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>Real node processes that form one cluster over one store.</summary>
internal sealed class NodeCluster : IDisposable
{
    private const int LivesShown = 3;
    private const int LinesShown = 25;
    private const int SeedNodes = 2;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly List<ClusterNode> _nodes = [];
    private readonly NodeStorage _storage;
    private readonly int[] _seedPorts = FreePorts(SeedNodes, []);

    private NodeCluster(NodeStorage storage, ITestOutputHelper output) => (_storage, Output) = (storage, output);

    public ITestOutputHelper Output { get; }

    /// <summary>Where tests of this cluster keep files.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("actorjobs-cluster-");

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>What every node is told.</summary>
    public (string Name, string Value)[] Settings =>
    [
        .. _storage.Settings,
        ("CLUSTER_SEEDS", string.Join(',', _seedPorts.Select(port => $"127.0.0.1:{port}"))),
        ("SAMPLE_JOBS", "true"),
        ("EXEC_JOB_COMMANDS", RunJournal.Command),
    ];

    /// <summary>The first gateway that runs.</summary>
    public NodeApi Api => _nodes.First(node => node.Plan.HasGateway && node.IsRunning).Api;

    public ClusterNode this[string name] => _nodes.Single(node => node.Name == name);

    /// <summary>
    /// Runs a test on a cluster that does not have a node yet. When the test fails, the last lines of every node's log
    /// are in the message.
    /// </summary>
    public static async Task RunAsync(ITestOutputHelper output, TestStore store, Func<NodeCluster, Task> test)
    {
        using var cluster = new NodeCluster(await NodeStorage.CreateAsync(store), output);
        try
        {
            await test(cluster);
        }
        catch (Exception fault)
        {
            throw new ClusterTestException(
                fault, cluster.Nodes.SelectMany(node => node.LastLines(LivesShown, LinesShown)));
        }
        finally
        {
            cluster.KeepLogs();
        }
    }

    /// <summary>
    /// Starts nodes, which join those that are there, and waits until all are up. The first two ever started are the
    /// seeds of all.
    /// </summary>
    public async Task StartAsync(params NodePlan[] plans)
    {
        var seeds = _seedPorts.Skip(_nodes.Count).Take(plans.Length).ToArray();
        int[] ports = [.. seeds, .. FreePorts(plans.Length - seeds.Length, _seedPorts)];
        var added = plans.Zip(ports, (plan, port) => new ClusterNode(plan, port, Settings)).ToArray();
        _nodes.AddRange(added);
        await Task.WhenAll(added.Select(node => node.StartAsync()));
        await UntilWorkingAsync();
    }

    /// <summary>Waits until the gateway shows so many members, all of them up.</summary>
    public Task UntilUpAsync(int members) => Eventually.GetAsync(
        MembersAsync, view => view.Nodes.Length == members && view.Nodes.All(node => node.Status == "up"),
        $"{members} members are up");

    /// <summary>Starts an ended node anew and waits until all that run are up.</summary>
    public async Task RestartAsync(ClusterNode node)
    {
        await node.StartAsync();
        await UntilWorkingAsync();
    }

    /// <summary>Waits until all that run are up, and the queue reader has heard what those that run jobs offer.</summary>
    public async Task UntilWorkingAsync()
    {
        var running = _nodes.Where(node => node.IsRunning).ToArray();
        await UntilUpAsync(running.Length);
        var workers = running.Where(node => node.Plan.RunsJobs).Select(node => node.Address).ToHashSet();
        await Eventually.GetAsync(
            MembersAsync, view => view.Nodes.Where(node => workers.Contains(node.Address)).All(node => node.Slots is not null),
            "all workers offer their slots");
    }

    public async Task<MembersView> MembersAsync() =>
        (await Api.Http.GetFromJsonAsync<MembersView>("/api/v1/nodes", Json))!;

    public async Task<StatsView> StatsAsync() =>
        (await Api.Http.GetFromJsonAsync<StatsView>("/api/v1/stats", Json))!;

    /// <summary>The node that hosts the queue reader.</summary>
    public async Task<ClusterNode> ReaderAsync()
    {
        var stats = await Eventually.GetAsync(
            StatsAsync, stats => _nodes.Exists(node => node.IsRunning && node.Address == stats.Reader), "a reader answers");
        return _nodes.Single(node => node.Address == stats.Reader);
    }

    /// <summary>Waits until no job is left that is not final.</summary>
    public Task UntilDoneAsync(TimeSpan? within = null) =>
        Eventually.GetAsync(StatsAsync, stats => stats.Live == 0, "every job has ended", within);

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }
        _storage.Dispose();
        Folder.Delete(recursive: true);
    }

    /// <summary>In the folder that <c>ACTORJOBS_CLUSTER_LOGS</c> names, for whoever asks where time went.</summary>
    private void KeepLogs()
    {
        if (Environment.GetEnvironmentVariable("ACTORJOBS_CLUSTER_LOGS") is { Length: > 0 } folder)
        {
            var lines = _nodes.SelectMany(node => node.LastLines(int.MaxValue, int.MaxValue));
            File.WriteAllLines(Path.Combine(folder, $"{DateTimeOffset.UtcNow:HHmmss}.log"), lines);
        }
    }

    private static int[] FreePorts(int count, int[] taken)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            if (FreePort.Find() is var port && !taken.Contains(port))
            {
                ports.Add(port);
            }
        }
        return [.. ports];
    }
}
