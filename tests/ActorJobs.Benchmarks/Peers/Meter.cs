using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>Times a piece of work and prints it as the protocol of the peers asks.</summary>
internal readonly record struct Meter(long Began, TimeSpan Cpu)
{
    /// <summary>Milliseconds of CLOCK_MONOTONIC, the same clock in every process.</summary>
    public static double NowMilliseconds() => Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency;

    public static Meter Start() => new(Stopwatch.GetTimestamp(), ProcessCpu());

    public void Print(int jobs, int stuck = 0)
    {
        var (seconds, cpu) = (Stopwatch.GetElapsedTime(Began).TotalSeconds, (ProcessCpu() - Cpu).TotalSeconds);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            jobs_s = (jobs - stuck) / seconds,
            s = seconds,
            cpu_s = cpu,
            rss_mb = PeakMegabytes(),
            stuck,
        }));
    }

    private static TimeSpan ProcessCpu() => Environment.CpuUsage.TotalTime;

    private static double PeakMegabytes()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
