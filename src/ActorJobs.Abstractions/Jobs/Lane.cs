namespace ActorJobs;

/// <summary>Ready jobs of one priority and one type. A flood in one lane cannot hide another.</summary>
/// <param name="Priority">Urgency.</param>
/// <param name="Type">Job type.</param>
public readonly record struct Lane(Priority Priority, string Type)
{
    /// <summary>For example <c>high/echo</c>.</summary>
    public override string ToString() => $"{Priority.ToName()}/{Type}";
}
