using System.Globalization;

namespace ActorJobs.Benchmarks;

/// <summary>What <c>/proc/PID/status</c> says of a process's memory.</summary>
internal static class ResidentMemory
{
    /// <summary>A line of it, in MiB.</summary>
    /// <param name="process">Id, or <c>self</c>.</param>
    /// <param name="field"><c>VmRSS</c> now, <c>VmHWM</c> at its peak.</param>
    public static double Megabytes(string process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(text => text.StartsWith(field, StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }
}
