using System.Diagnostics;
using ActorJobs.Operations;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Observation;

/// <summary>
/// The spans of a job: enqueue, dispatch, run, finish. Names and attributes follow OpenTelemetry's conventions for messaging.
/// Each answers null, and costs a look at a list, while nobody listens.
/// </summary>
internal static class JobSpans
{
    private static readonly AsyncLocal<string?> Remote = new();

    /// <summary>Where a caller on another node stands, for what this flow of control enqueues.</summary>
    public static string? RemoteParent
    {
        get => Remote.Value;
        set => Remote.Value = value;
    }

    /// <summary>Jobs are made durable; one span for a batch.</summary>
    public static Activity? Enqueue(NewJob[] jobs)
    {
        if (!JobTrace.Source.HasListeners())
        {
            return null;
        }
        var type = TypeOf(jobs);
        var parent = Activity.Current?.Context ?? JobTrace.Parse(RemoteParent);
        var span = JobTrace.Source.StartActivity($"enqueue {type}", ActivityKind.Producer, parent);
        Describe(span, "enqueue", type);
        if (jobs.Length == 1)
        {
            span?.SetTag("messaging.message.id", jobs[0].Id.ToString());
        }
        return span?.SetTag("messaging.batch.message_count", jobs.Length);
    }

    /// <summary>A job was handed to a node: from the decision until its claim was durable. A child of its enqueue.</summary>
    public static void Dispatched(ReadyJob job, NodeId node, DateTimeOffset from, DateTimeOffset to)
    {
        if (job.Trace is null || !JobTrace.Source.HasListeners())
        {
            return;
        }
        using var span = JobTrace.Source.StartActivity(
            ActivityKind.Internal, JobTrace.Parse(job.Trace), startTime: from, name: $"dispatch {job.Lane.Type}");
        Describe(span, "dispatch", job.Lane.Type);
        span?.SetTag("messaging.message.id", job.Id.ToString()).SetTag("actorjobs.node", node.Address)
            .SetTag("actorjobs.attempt", job.NextAttempt).SetEndTime(to.UtcDateTime);
    }

    /// <summary>
    /// An attempt runs. A root span with a link to the enqueue, so that what a long-lived caller enqueues does not all end up in one
    /// trace; or a child of it, where asked for.
    /// </summary>
    public static Activity? Run(ReadyJob job, NodeId node, bool asChild)
    {
        if (!JobTrace.Source.HasListeners())
        {
            return null;
        }
        var origin = JobTrace.Parse(job.Trace);
        Activity.Current = null; // a slot serves one job after another; none is the other's child
        var span = asChild || origin == default
            ? JobTrace.Source.StartActivity($"run {job.Lane.Type}", ActivityKind.Consumer, origin)
            : JobTrace.Source.StartActivity(
                $"run {job.Lane.Type}", ActivityKind.Consumer, default(ActivityContext), links: [new ActivityLink(origin)]);
        Describe(span, "run", job.Lane.Type);
        return span?.SetTag("messaging.message.id", job.Id.ToString()).SetTag("actorjobs.attempt", job.NextAttempt)
            .SetTag("actorjobs.priority", job.Lane.Priority.ToName()).SetTag("actorjobs.node", node.Address);
    }

    /// <summary>An attempt has ended.</summary>
    public static void Ended(Activity? span, JobOutcome outcome)
    {
        if (span is null)
        {
            return;
        }
        _ = span.SetTag("actorjobs.outcome", RuntimeMeters.WordOf(outcome));
        var error = (outcome as JobOutcome.RetryAt)?.Error ?? (outcome as JobOutcome.Failed)?.Error;
        if (error is not null)
        {
            _ = span.SetTag("error.type", error.Class.ToName()).SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }

    /// <summary>An outcome became durable. A child of the run.</summary>
    public static void Finished(ActivityContext run, ReadyJob job, JobOutcome outcome, DateTimeOffset to)
    {
        if (run == default)
        {
            return;
        }
        using var span = JobTrace.Source.StartActivity(
            ActivityKind.Internal, run, startTime: outcome.FinishedAt < to ? outcome.FinishedAt : to, name: $"finish {job.Lane.Type}");
        Describe(span, "finish", job.Lane.Type);
        span?.SetTag("messaging.message.id", job.Id.ToString()).SetTag("actorjobs.outcome", RuntimeMeters.WordOf(outcome))
            .SetEndTime(to.UtcDateTime);
    }

    private static string TypeOf(NewJob[] jobs)
    {
        var type = jobs.Length == 0 ? "nothing" : jobs[0].Type;
        return Array.TrueForAll(jobs, job => job.Type == type) ? type : "many";
    }

    private static void Describe(Activity? span, string operation, string type) =>
        span?.SetTag("messaging.system", "actorjobs").SetTag("messaging.operation.name", operation)
            .SetTag("messaging.destination.name", type);
}
