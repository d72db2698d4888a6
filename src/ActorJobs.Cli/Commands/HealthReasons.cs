using System.Globalization;
using ActorJobs.Cli.Output;
using ActorJobs.Client.Http;

namespace ActorJobs.Cli.Commands;

/// <summary>Why a queue is not well.</summary>
internal static class HealthReasons
{
    /// <summary>Every reason, as whole sentences; none for a healthy queue.</summary>
    public static IEnumerable<string> Of(QueueStats stats, WorkersHealth workers)
    {
        if (stats.Reader is null)
        {
            yield return "No node hands out jobs: the queue reader does not answer.";
        }
        if (workers.WorkerCount == 0)
        {
            yield return "No worker runs: jobs wait.";
        }
        if (workers.UnhealthyWorkers > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{workers.UnhealthyWorkers} of {workers.WorkerCount} workers take no jobs; see: actorjobs nodes.");
        }
        if (workers.DegradedWorkers > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{workers.DegradedWorkers} of {workers.WorkerCount} workers are degraded; see: actorjobs nodes.");
        }
        foreach (var type in stats.Unroutable)
        {
            var wait = type.Count == 1 ? "waits" : "wait";
            yield return $"{Words.Jobs(type.Count)} of type {type.Type} {wait} for a node that takes the type.";
        }
    }
}
