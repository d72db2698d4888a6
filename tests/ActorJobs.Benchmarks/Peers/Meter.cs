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

    /// <param name="jobs">How many there were.</param>
    /// <param name="stuck">How many of them never ran.</param>
    /// <param name="first">When the first ran, in ticks of <see cref="Stopwatch"/>; zero if that is not known.</param>
    public void Print(int jobs, int stuck = 0, long first = 0)
    {
        var (seconds, cpu) = (Stopwatch.GetElapsedTime(_began).TotalSeconds, (ProcessCpu() - _cpu).TotalSeconds);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            jobs_s = (jobs - stuck) / seconds,
            s = seconds,
            start_s = _start?.TotalSeconds,
            first_s = first == 0 ? (double?)null : Stopwatch.GetElapsedTime(_began, first).TotalSeconds,
            cpu_s = cpu,
            rss_mb = ResidentMemory.Megabytes("self", "VmHWM"),
            stuck,
        }));
    }

    private static TimeSpan ProcessCpu() => Environment.CpuUsage.TotalTime;
}
