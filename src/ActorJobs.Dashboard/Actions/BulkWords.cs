using ActorJobs.Stores;

namespace ActorJobs.Dashboard.Actions;

/// <summary>How a change of many jobs is spoken of.</summary>
/// <param name="Verb">For buttons.</param>
/// <param name="Done">For what became of them.</param>
/// <param name="Effect">What it means.</param>
/// <param name="States">States to which it applies.</param>
internal sealed record BulkWords(string Verb, string Done, string Effect, JobState[] States)
{
    private static readonly BulkWords Cancel = new("Cancel", "cancelled",
        "Waiting jobs will not run; running ones are told to stop.",
        [JobState.Scheduled, JobState.Ready, JobState.Running, JobState.Retrying]);

    private static readonly BulkWords Retry = new("Retry", "made ready",
        "Failed and cancelled jobs run again with all their retries; waiting ones become due at once.",
        [JobState.Scheduled, JobState.Retrying, JobState.Failed, JobState.Cancelled]);

    private static readonly BulkWords Discard = new("Discard", "discarded",
        "They are removed for good, with errors, logs and results. Running jobs stay.",
        [JobState.Scheduled, JobState.Ready, JobState.Retrying, JobState.Succeeded, JobState.Failed, JobState.Cancelled]);

    public static BulkWords Of(BulkChange change) => change switch
    {
        BulkChange.Cancel => Cancel,
        BulkChange.Retry => Retry,
        _ => Discard,
    };

    /// <summary>The filters, one for each state to which the change applies.</summary>
    public IEnumerable<JobFilter> Narrow(JobFilter filter) => filter.State is { } state
        ? States.Contains(state) ? [filter] : []
        : States.Select(applicable => filter with { State = applicable });
}
