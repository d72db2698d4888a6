using System.Diagnostics;
using System.Globalization;
using ActorJobs.Settings;

namespace ActorJobs.Node.Tests.Driving;

/// <summary>
/// The stock node as a process of its own in a folder of its own, started from its build output as often as a test
/// likes.
/// </summary>
internal sealed class NodeProcess : IDisposable
{
    private const string Listens = " listens on ";

    private readonly ITestOutputHelper? _output;
    private (string Name, string Value)[] _settings;
    private NodeStorage? _storage;
    private Process? _process;
    private NodeApi? _api;

    /// <param name="output">Gets the last lines of the log in the end; null when somebody else keeps them.</param>
    /// <param name="settings">Environment of every start.</param>
    public NodeProcess(ITestOutputHelper? output, params (string Name, string Value)[] settings)
    {
        _output = output;
        _settings = settings;
    }

    /// <summary>Working directory of every start; holds the database.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("actorjobs-node-");

    /// <summary>Which of the programs it is.</summary>
    public string Program { get; init; } = "ActorJobs.Node";

    /// <summary>
    /// A program to start instead, as of an older release; null for the one built beside these tests.
    /// </summary>
    public string? Dll { get; set; }

    /// <summary>Words of the command line.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Words in front of the command, as of a program that runs it somewhere else.</summary>
    public string[] Launcher { get; init; } = [];

    /// <summary>Standard output of the newest start.</summary>
    public NodeLog Log { get; private set; } = new();

    /// <summary>Standard error of the newest start.</summary>
    public NodeLog Errors { get; private set; } = new();

    public NodeApi Api => _api ?? throw new InvalidOperationException("The node does not listen.");

    /// <summary>Whether the newest process has ended.</summary>
    public bool HasEnded => Process.HasExited;

    /// <summary>Number of the newest process.</summary>
    public int Id => Process.Id;

    private Process Process => _process ?? throw new InvalidOperationException("The node was not started.");

    /// <summary>A node that listens and is a member of its cluster.</summary>
    public static async Task<NodeProcess> StartedAsync(
        ITestOutputHelper output, params (string Name, string Value)[] settings)
    {
        var node = new NodeProcess(output, settings);
        try
        {
            await node.StartAsync();
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>A node on a store of its own that listens and is a member of its cluster.</summary>
    public static async Task<NodeProcess> StartedAsync(
        ITestOutputHelper output, TestStore store, params (string Name, string Value)[] settings)
    {
        var storage = await NodeStorage.CreateAsync(store);
        var node = new NodeProcess(output, [.. storage.Settings, .. settings]) { _storage = storage };
        try
        {
            await node.StartAsync();
            return node;
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Starts, also after an end, on the same folder with the same settings, and waits until it is ready.
    /// </summary>
    public async Task StartAsync()
    {
        Begin();
        var line = await Eventually.GetAsync(
            () => Log.Find(Listens), line => line is not null || Process.HasExited, "the node listens");
        if (line is null)
        {
            await ExitCodeAsync();
            throw new InvalidOperationException($"The node ended before it listened.\n{Log.Text}\n{Errors.Text}");
        }
        _api = new NodeApi(new Uri(line[(line.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..].Trim()));
        await Eventually.GetAsync(
            () => Api.StatusOfAsync("/health/ready"), status => status == System.Net.HttpStatusCode.OK, "the node is ready");
    }

    /// <summary>Changes a setting for the next start; null unsets it.</summary>
    public void Set(string name, string? value)
    {
        var others = _settings.Where(setting => setting.Name != name);
        _settings = value is null ? [.. others] : [.. others, (name, value)];
    }

    /// <summary>Starts without waiting for anything.</summary>
    public void Begin()
    {
        End();
        string[] command = [.. Launcher, "dotnet", Dll ?? FindDll(), .. Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Folder.FullName,
        };
        foreach (var name in SettingNames.All)
        {
            start.Environment.Remove(name);
        }
        start.Environment[SettingNames.GatewayUrl] = "http://127.0.0.1:0";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }
        (Log, Errors) = (new NodeLog(), new NodeLog());
        var (log, errors) = (Log, Errors);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => log.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => errors.Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Send(Signal signal) => Signals.Send(Process.Id, signal);

    /// <summary>Waits for the end of the process, and of what it wrote; by signal N it is 128 + N.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await Process.WaitForExitAsync(deadline.Token);
        return Process.ExitCode;
    }

    /// <summary>As a power cut of the process: nothing of it gets to run any more.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await ExitCodeAsync();
    }

    public TimeSpan CpuTime()
    {
        Process.Refresh();
        return Process.TotalProcessorTime;
    }

    /// <summary>Memory now.</summary>
    public double ResidentMegabytes() => StatusMegabytes("VmRSS:");

    /// <summary>The most memory it ever had.</summary>
    public double PeakResidentMegabytes() => StatusMegabytes("VmHWM:");

    public void Dispose()
    {
        foreach (var line in Log.Lines.Concat(Errors.Lines).TakeLast(40))
        {
            _output?.WriteLine(line);
        }
        End();
        _storage?.Dispose();
        Folder.Delete(recursive: true);
    }

    private double StatusMegabytes(string name)
    {
        var line = File.ReadLines($"/proc/{Process.Id}/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kilobytes = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The node built beside these tests, in the same configuration.</summary>
    private string FindDll()
    {
        var built = Path.GetRelativePath(Path.Combine(Repository.Root, "tests"), AppContext.BaseDirectory);
        var withinProject = built[(built.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal) + 1)..];
        return Path.Combine(Repository.Root, "src", Program, withinProject, $"{Program}.dll");
    }

    private void End()
    {
        _api?.Dispose();
        _api = null;
        if (_process is { } process)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }
}
