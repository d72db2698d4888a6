using System.Text.Json;

namespace ActorJobs.Node.Tests.Driving;

/// <summary>A job as the gateway shows it.</summary>
internal sealed record JobView(
    string Id, string Type, string Priority, string State, int Attempt, int MaxRetries, DateTimeOffset CreatedAt,
    DateTimeOffset? RunAt, string[] After, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Node, JsonElement? Result,
    JobErrorView[] Errors, string[] Tags, string? ConcurrencyKey, string? Parent)
{
    public bool IsFinal => State is "succeeded" or "failed" or "cancelled";

    public int Interruptions => Errors.Count(error => error.Class == "interrupted");
}

/// <summary>Why an attempt of a job did not complete.</summary>
internal sealed record JobErrorView(int Attempt, DateTimeOffset At, string Class, string Message, string? Node);
