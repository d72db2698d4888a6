namespace ActorJobs.Client.Http.Json;

/// <summary>Problem details of the gateway.</summary>
internal sealed record ProblemModel(string? Detail, string[]? Errors, JobState? State, string? Reason);
