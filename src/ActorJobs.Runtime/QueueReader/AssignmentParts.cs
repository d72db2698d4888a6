using System.Collections.Immutable;
using ActorJobs.Runtime.Wire;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>Cuts assignments so that each fits a frame of the wire many times over, and no one job waits for megabytes.</summary>
internal static class AssignmentParts
{
    /// <summary>Most bytes of jobs in one message, as written; one job is always sent.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The jobs in order, in parts.</summary>
    public static IEnumerable<ImmutableArray<ReadyJob>> Of(IEnumerable<ReadyJob> jobs)
    {
        var part = ImmutableArray.CreateBuilder<ReadyJob>();
        var bytes = 0;
        foreach (var job in jobs)
        {
            var size = WorkerForms.MaxSize(job);
            if (part.Count > 0 && bytes + size > MaxBytes)
            {
                yield return part.DrainToImmutable();
                bytes = 0;
            }
            part.Add(job);
            bytes += size;
        }
        if (part.Count > 0)
        {
            yield return part.DrainToImmutable();
        }
    }
}
