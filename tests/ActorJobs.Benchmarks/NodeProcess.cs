using System.Diagnostics;
using System.Globalization;

namespace ActorJobs.Benchmarks;

/// <summary>The stock node, started from its build output with settings of its own.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private NodeProcess(Process process, DirectoryInfo folder, Uri url)
    {
        _process = process;
        _folder = folder;
        Url = url;
    }

    /// <summary>Its gateway, or its health endpoint when it has no gateway.</summary>
    public Uri Url { get; }

    /// <summary>Starts one; it listens when this completes, and may not have joined its cluster yet.</summary>
    /// <param name="settings">Its settings; what names no <c>GATEWAY_URL</c> has a gateway on any free port.</param>
    public static async Task<NodeProcess> StartAsync(Dictionary<string, string?> settings)
    {
        var folder = Directory.CreateTempSubdirectory("actorjobs-bench-");
        var (ours, nodes) = (Path.Combine("tests", "ActorJobs.Benchmarks"), Path.Combine("src", "ActorJobs.Node"));
        var dll = Path.Combine(
            AppContext.BaseDirectory.Replace(ours, nodes, StringComparison.Ordinal), "ActorJobs.Node.dll");
        var start = new ProcessStartInfo("dotnet", [dll])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
        };
        start.Environment["GATEWAY_URL"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }
        start.Environment["LOG_LEVEL"] = "info";
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf("listens on ", StringComparison.Ordinal) is > 0 and var at)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new NodeProcess(process, folder, new Uri(line[(at + "listens on ".Length)..].Trim()));
            }
        }
        folder.Delete(recursive: true);
        throw new BenchmarkException("The node ended before it listened; its reason is above.");
    }

    public TimeSpan CpuTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public double ResidentMegabytes() =>
        ResidentMemory.Megabytes(_process.Id.ToString(CultureInfo.InvariantCulture), "VmRSS");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
