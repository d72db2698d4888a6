namespace ActorJobs.Operations;

/// <summary>
/// Live changes of jobs and nodes, for people who watch. Lossy by design: a slow watcher misses events and is told how
/// many.
/// </summary>
public interface IJobEvents
{
    /// <summary>Events from now on, until the token fires.</summary>
    IAsyncEnumerable<JobEvent> WatchAsync(CancellationToken cancellationToken);
}

/// <summary>Something that changed.</summary>
public abstract record JobEvent
{
    /// <summary>A job entered a state.</summary>
    /// <param name="Id">The job.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Priority">Its priority.</param>
    /// <param name="State">The new state.</param>
    /// <param name="Attempt">Number of the running or last attempt; 0 before the first.</param>
    /// <param name="At">When.</param>
    /// <param name="Node">Address of the node concerned; null for none.</param>
    public sealed record JobChanged(
        JobId Id, string Type, Priority Priority, JobState State, int Attempt, DateTimeOffset At, string? Node)
        : JobEvent;

    /// <summary>A running job reported progress.</summary>
    /// <param name="Id">The job.</param>
    /// <param name="Progress">What it said.</param>
    public sealed record ProgressReported(JobId Id, JobProgress Progress) : JobEvent;

    /// <summary>A node changed its membership status.</summary>
    /// <param name="Node">Which.</param>
    /// <param name="Status">As in <see cref="NodeStatus"/>; <c>removed</c> when it is gone.</param>
    /// <param name="At">When.</param>
    public sealed record NodeChanged(NodeId Node, string Status, DateTimeOffset At) : JobEvent;

    /// <summary>The watcher was too slow.</summary>
    /// <param name="Count">Events it missed.</param>
    public sealed record Missed(long Count) : JobEvent;
}
