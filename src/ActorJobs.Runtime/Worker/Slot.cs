namespace ActorJobs.Runtime.Worker;

/// <summary>A loop that takes jobs, in one of a unit's slots.</summary>
/// <param name="unit">Whose slot.</param>
/// <param name="term">How often the unit had been made anew when the loop began.</param>
internal sealed class Slot(WorkerUnit unit, int term)
{
    public WorkerUnit Unit => unit;

    /// <summary>True when its unit has been made anew since.</summary>
    public bool IsOfEarlierTerm => term != unit.Restarts;

    /// <summary>True once its handler was given up: another loop has its place.</summary>
    public bool IsLost { get; set; }
}
