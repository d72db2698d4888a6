namespace ActorJobs;

/// <summary>Urgency of a job. A ready job of a higher priority is always handed out before one of a lower.</summary>
public enum Priority
{
    /// <summary>First.</summary>
    High = 0,

    /// <summary>The default.</summary>
    Normal = 1,

    /// <summary>Last.</summary>
    Low = 2,
}
