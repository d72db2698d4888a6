using System.Text;
using System.Text.Json;
using ActorJobs.Json;

namespace ActorJobs.Testing;

/// <summary>A job of a test as it stands in the store.</summary>
/// <param name="Snapshot">All that is known of it.</param>
public sealed record TestJob(JobSnapshot Snapshot)
{
    /// <summary>Identity.</summary>
    public JobId Id => Snapshot.Id;

    /// <summary>Job type.</summary>
    public string Type => Snapshot.Type;

    /// <summary>Where it stands.</summary>
    public JobState State => Snapshot.State;

    /// <summary>Number of the last attempt; 0 before the first.</summary>
    public int Attempt => Snapshot.Attempt;

    /// <summary>Its arguments.</summary>
    public TArgs Args<TArgs>() => JsonSerializer.Deserialize<TArgs>(Snapshot.Payload.Span, JobJson.Options)!;

    /// <summary>What its handler set as result.</summary>
    /// <exception cref="JobAssertionException">It set none.</exception>
    public TResult Result<TResult>() => Snapshot.Result.IsEmpty
        ? throw new JobAssertionException($"{this} has no result.")
        : JsonSerializer.Deserialize<TResult>(Snapshot.Result.Span, JobJson.Options)!;

    /// <summary>For example <c>send_mail {"to":"ada"} succeeded after 1 attempt</c>.</summary>
    public override string ToString() =>
        $"{Type} {Encoding.UTF8.GetString(Snapshot.Payload.Span)} {State.ToName()} after {Attempt} attempt{(Attempt == 1 ? "" : "s")}"
        + (Snapshot.Errors.IsEmpty ? "" : $" ({Snapshot.Errors[^1].Message})");
}
