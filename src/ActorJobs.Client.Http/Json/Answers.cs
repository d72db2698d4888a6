namespace ActorJobs.Client.Http.Json;

// Answers and bodies that callers of the client do not see as they are.

internal sealed record AffectedModel(long Affected);

internal sealed record BatchModel(
    long Accepted, long Duplicates, RejectedModel[] Rejected, long RejectedCount, JobId[] Ids);

internal sealed record RejectedModel(long Index, string Error);

internal sealed record ChangedModel(JobId Id, JobState? State);

internal sealed record GroupModel(EnqueuedModel[] Jobs);

internal sealed record EnqueuedModel(JobId Id, JobState State, bool Duplicate);

internal sealed record NodesModel(Node[] Nodes);

internal sealed record PauseModel(Priority? Priority, string? Type);

internal sealed record PausesModel(PauseModel[] Pauses);

/// <summary>The data of an event of any kind.</summary>
internal sealed record EventModel(
    JobId Id, string? Type, Priority? Priority, JobState? State, int Attempt, DateTimeOffset At, string? Node,
    double Fraction, string? Message, string? Status, long Count);
