using System.Diagnostics;
using System.Text.Json;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Times a piece of work and prints it as the protocol of the peers asks.</summary>
internal sealed class Meter
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TimeSpan _cpu = ProcessCpu();
    private TimeSpan? _start;

    /// <summary>Milliseconds of CLOCK_MONOTONIC, the same clock in every process.</summary>
    public static double NowMilliseconds() => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

    public static Meter Start() => new();

    /// <summary>Notes how much of the time went into starting the node.</summary>
    public void Started() => _start = Stopwatch.GetElapsedTime(_began);

    public void Print(int jobs, int stuck = 0)
    {
        var (seconds, cpu) = (Stopwatch.GetElapsedTime(_began).TotalSeconds, (ProcessCpu() - _cpu).TotalSeconds);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            jobs_s = (jobs - stuck) / seconds,
            s = seconds,
            start_s = _start?.TotalSeconds,
            cpu_s = cpu,
            rss_mb = ResidentMemory.Megabytes("self", "VmHWM"),
            stuck,
        }));
    }

    private static TimeSpan ProcessCpu() => Environment.CpuUsage.TotalTime;
}
