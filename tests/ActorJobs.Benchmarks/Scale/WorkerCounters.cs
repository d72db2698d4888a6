using System.Diagnostics;
using System.Globalization;

namespace ActorJobs.Benchmarks.Scale;

/// <summary>What a worker process has counted since it started.</summary>
/// <param name="At">When, as a timestamp of <see cref="Stopwatch"/>.</param>
/// <param name="Succeeded">Jobs that it completed.</param>
/// <param name="BusySeconds">Sum of the time that its handlers took.</param>
internal sealed record WorkerCounters(long At, double Succeeded, double BusySeconds)
{
    /// <summary>Reads them from its metrics.</summary>
    /// <param name="http">Any client.</param>
    /// <param name="worker">Its health endpoint.</param>
    public static async Task<WorkerCounters> ReadAsync(HttpClient http, Uri worker)
    {
        var asked = Stopwatch.GetTimestamp();
        var lines = (await http.GetStringAsync(new Uri(worker, "/metrics"))).Split('\n');
        // The process counted at some moment between question and answer.
        var at = asked + ((Stopwatch.GetTimestamp() - asked) / 2);
        return new WorkerCounters(
            at, Value(lines, "actorjobs_succeeded_total"), Value(lines, "actorjobs_busy_seconds_total"));
    }

    // A counter that has never counted is not shown.
    private static double Value(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? double.Parse(line.Trim().Split(' ')[1], CultureInfo.InvariantCulture)
            : 0;
}
