using System.Globalization;

namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>How long tests go on, and what they print of times.</summary>
internal static class Figures
{
    /// <summary>A number from the environment, by which scripts make a test longer than the suite's.</summary>
    public static int Asked(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : fallback;

    /// <summary>Median and maximum, in seconds.</summary>
    public static string MedianAndMax(this IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0 ? "none" : string.Create(CultureInfo.InvariantCulture,
            $"median {sorted[sorted.Length / 2].TotalSeconds:0.00} s, max {sorted[^1].TotalSeconds:0.00} s of {sorted.Length}");
    }

    /// <summary>The longest time in which no job started, among those after a moment.</summary>
    public static TimeSpan LongestGap(this IEnumerable<JobView> jobs, DateTimeOffset from)
    {
        var starts = jobs.Select(job => job.StartedAt).OfType<DateTimeOffset>().Where(start => start >= from).Order();
        var (last, longest) = (from, TimeSpan.Zero);
        foreach (var start in starts)
        {
            longest = start - last > longest ? start - last : longest;
            last = start;
        }
        return longest;
    }
}
