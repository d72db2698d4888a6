using ActorJobs.Tests.Servers;

namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>A node of a cluster, started as often as a test likes, always at the same addresses.</summary>
internal sealed class ClusterNode : IDisposable
{
    private readonly List<NodeLife> _lives = [];
    private readonly List<(NodeLog Log, NodeLog Errors)> _logs = [];
    private readonly NodeProcess _process;
    private readonly NodeApi? _api;

    /// <param name="plan">What it is.</param>
    /// <param name="clusterPort">Where other nodes reach it.</param>
    /// <param name="settings">What every node of the cluster is told.</param>
    public ClusterNode(NodePlan plan, int clusterPort, IEnumerable<(string Name, string Value)> settings)
    {
        Plan = plan;
        Address = $"127.0.0.1:{clusterPort}";
        var gateway = plan.HasGateway ? $"http://127.0.0.1:{FreePort.Find()}" : "";
        _api = plan.HasGateway ? new NodeApi(new Uri(gateway)) : null;
        _process = new NodeProcess(null,
        [
            ("WORKER_MODE", plan.Mode),
            ("CLUSTER_HOST", "127.0.0.1"),
            ("CLUSTER_PORT", $"{clusterPort}"),
            ("GATEWAY_URL", gateway),
            ("HEALTH_URL", plan.HasGateway ? "" : "http://127.0.0.1:0"),
            .. settings,
            .. plan.Settings,
        ])
        {
            Dll = plan.Dll,
        };
    }

    public NodePlan Plan { get; }

    public string Name => Plan.Name;

    /// <summary><c>host:port</c> by which the cluster knows it.</summary>
    public string Address { get; }

    /// <summary>Its gateway; stays the same over restarts.</summary>
    public NodeApi Api => _api ?? throw new InvalidOperationException($"Node {Name} has no gateway.");

    /// <summary>Standard output of the newest start.</summary>
    public NodeLog Log => _process.Log;

    /// <summary>Every process it ever was, oldest first.</summary>
    public IReadOnlyList<NodeLife> Lives => _lives;

    /// <summary>True from a start until a stop or kill.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Starts it, also anew, and waits until it says that it is a member and ready.</summary>
    public async Task StartAsync()
    {
        var starting = _process.StartAsync();
        // The process runs as soon as the call returns; what is killed while it starts counts as a life too.
        _lives.Add(new NodeLife(Name, Address, _process.Id));
        _logs.Add((_process.Log, _process.Errors));
        IsRunning = true;
        await starting;
    }

    /// <summary>SIGKILL.</summary>
    /// <returns>When it was sent.</returns>
    public async Task<DateTimeOffset> KillAsync()
    {
        _lives[^1].Lose();
        IsRunning = false;
        await _process.KillAsync();
        return _lives[^1].LostAt!.Value;
    }

    /// <summary>SIGTERM, and the end it leads to.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> StopAsync()
    {
        IsRunning = false;
        _process.Send(Signal.Terminate);
        return _process.ExitCodeAsync();
    }

    /// <summary>SIGSTOP: it does nothing any more, but its connections stay.</summary>
    public void Freeze()
    {
        _lives[^1].Lose();
        _process.Send(Signal.Stop);
    }

    /// <summary>SIGCONT.</summary>
    public void Thaw() => _process.Send(Signal.Continue);

    /// <summary>Changes what its next start is told.</summary>
    public void Set(string name, string value) => _process.Set(name, value);

    /// <summary>Its next start is the release built beside these tests.</summary>
    public void Upgrade() => _process.Dll = null;

    public TimeSpan CpuTime() => _process.CpuTime();

    public double ResidentMegabytes() => _process.ResidentMegabytes();

    public double PeakResidentMegabytes() => _process.PeakResidentMegabytes();

    /// <summary>The end of the process, which it came to by itself.</summary>
    public async Task<int> ExitCodeAsync()
    {
        var code = await _process.ExitCodeAsync();
        IsRunning = false;
        return code;
    }

    /// <summary>The last lines that each of its newest lives wrote.</summary>
    public IEnumerable<string> LastLines(int lives, int lines) => _lives.Zip(_logs).TakeLast(lives).SelectMany(life =>
        life.Second.Log.Lines.Concat(life.Second.Errors.Lines).TakeLast(lines)
            .Prepend($"--- {Name} {Address}, process {life.First.Process}"));

    public void Dispose()
    {
        _api?.Dispose();
        _process.Dispose();
    }
}
