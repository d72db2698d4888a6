using System.Text.Json;

namespace ActorJobs.Gateway.Json;

// What the calls answer and take, as the API document shows it. Jobs are written by JobWriter; a test holds both
// together.

/// <summary>Body of an enqueue.</summary>
internal sealed record JobBody(
    string Type, JsonElement Payload, string? Priority, DateTimeOffset? RunAt, string? Delay, int? MaxRetries,
    string? Timeout, string? UniqueKey, string? UniqueFor, string? ConcurrencyKey, string[]? Tags,
    string? Id, string[]? After, string? OnFailure, string? OnDuplicate);

/// <summary>A job was taken in, or one that holds its unique key was found.</summary>
internal sealed record EnqueuedModel(string Id, string State, bool Duplicate);

/// <summary>A job of a batch that was refused.</summary>
internal sealed record RejectedModel(long Index, string Error);

/// <summary>What became of a batch.</summary>
internal sealed record BatchModel(
    long Accepted, long Duplicates, RejectedModel[] Rejected, long RejectedCount, string[] Ids);

/// <summary>What became of each job of a group, in order.</summary>
internal sealed record GroupModel(EnqueuedModel[] Jobs);

/// <summary>A change of one job was made or, for a running job, asked for.</summary>
internal sealed record ChangedModel(string Id, string? State);

/// <summary>A change of many jobs was made.</summary>
internal sealed record AffectedModel(long Affected);

/// <summary>A job.</summary>
internal sealed record JobModel(
    string Id, string Type, string Priority, string State, int Attempt, int MaxRetries, DateTimeOffset CreatedAt,
    DateTimeOffset? RunAt, string[] After, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Node, JsonElement Payload,
    ProgressModel? Progress, JsonElement? Result, ErrorModel[] Errors, LogModel[]? Log, string[] Tags, string? UniqueKey,
    string? ConcurrencyKey, string? Parent, string Timeout, bool CancelRequested, string? TraceId);

/// <summary>How far a job says it is.</summary>
internal sealed record ProgressModel(double Fraction, string? Message, DateTimeOffset At);

/// <summary>Why an attempt did not complete.</summary>
internal sealed record ErrorModel(
    int Attempt, DateTimeOffset At, string Class, string Message, string? Detail, string? Node);

/// <summary>A line of a job's log.</summary>
internal sealed record LogModel(int Attempt, DateTimeOffset At, string Text);

/// <summary>A page of jobs.</summary>
internal sealed record JobPageModel(JobModel[] Jobs, string? NextCursor);

/// <summary>The queue in numbers.</summary>
internal sealed record StatsModel(
    Dictionary<string, long> ByState, Dictionary<string, long> Depth, double OldestReadySeconds, RatesModel Rates,
    SlotsModel Slots, long Abandoned, UnroutableModel[] Unroutable, string? Reader);

/// <summary>Jobs per second over the last ten seconds or so.</summary>
internal sealed record RatesModel(double Started, double Succeeded, double Failed);

/// <summary>Handlers that run, and room for more.</summary>
internal sealed record SlotsModel(long Used, long Free);

/// <summary>Waiting jobs that no worker takes.</summary>
internal sealed record UnroutableModel(string Type, long Count, string[] Priorities);

/// <summary>The members of the cluster.</summary>
internal sealed record NodesModel(NodeModel[] Nodes);

/// <summary>A member; what follows the status is null when it runs no worker.</summary>
internal sealed record NodeModel(
    string Address, string[] Roles, string Status, int? Slots, int? Running, int? Waiting, int? Abandoned, string? Health,
    string[]? Priorities, string[]? Types);

/// <summary>Jobs that match are not handed out; null matches all.</summary>
internal sealed record PauseModel(string? Priority, string? Type);

/// <summary>The pauses in force.</summary>
internal sealed record PausesModel(PauseModel[] Pauses);

/// <summary>This process answers.</summary>
internal sealed record LiveModel(string Status);

/// <summary>Whether this process can do its work.</summary>
internal sealed record ReadyModel(string Status, CheckModel[] Checks);

/// <summary>One thing that readiness needs.</summary>
internal sealed record CheckModel(string Name, string Status, string? Reason);

/// <summary>Health of all workers of the cluster.</summary>
internal sealed record WorkerHealthModel(
    string Status, int WorkerCount, int HealthyWorkers, int DegradedWorkers, int UnhealthyWorkers, long EventsProcessed,
    long EventsSucceeded, long EventsFailed, long ActiveEvents, DateTimeOffset Timestamp, WorkerUnitModel[] Workers);

/// <summary>One of the workers of a node.</summary>
internal sealed record WorkerUnitModel(
    string Node, int Number, int Slots, int Running, int Abandoned, int Restarts, string Health);
