namespace ActorJobs.Samples;

/// <summary>Payload of <c>fail</c>.</summary>
/// <param name="Class">Transient, recoverable or permanent.</param>
/// <param name="Message">Text of the error.</param>
/// <param name="Times">Attempts 1 to this number fail, later ones succeed; null for all fail.</param>
internal sealed record FailArgs(
    ErrorClass Class = ErrorClass.Recoverable, string Message = "Failed as asked.", int? Times = null);
