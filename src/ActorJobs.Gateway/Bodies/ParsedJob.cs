using ActorJobs.Client;

namespace ActorJobs.Gateway.Bodies;

/// <summary>What a job's body says: a request, or faults.</summary>
/// <param name="Request">Null when there are faults.</param>
/// <param name="Faults">Whole sentences; null when there are none.</param>
/// <param name="TooLarge">True when one of the faults is the payload's size.</param>
internal readonly record struct ParsedJob(JobRequest? Request, List<string>? Faults, bool TooLarge = false)
{
    public static ParsedJob Faulty(string fault) => new(null, [fault]);
}
