namespace ActorJobs.Schedules;

/// <summary>What a fire does while a job of an earlier fire of the same schedule is live.</summary>
public enum OverlapPolicy
{
    /// <summary>The fire makes no job.</summary>
    Skip,

    /// <summary>The fire makes its job at once.</summary>
    Allow,

    /// <summary>One fire waits until no earlier job is live; while one waits, further ones make no job.</summary>
    QueueOne,

    /// <summary>Earlier jobs are cancelled, and the fire makes its job.</summary>
    CancelPrevious,
}

/// <summary>What becomes of fires that were due within the catch-up window while no scheduler ran.</summary>
public enum MisfirePolicy
{
    /// <summary>They are dropped.</summary>
    Skip,

    /// <summary>The last of them is made up for.</summary>
    Once,

    /// <summary>All of them are made up for, oldest first.</summary>
    All,
}
