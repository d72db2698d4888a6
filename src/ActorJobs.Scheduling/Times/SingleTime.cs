namespace ActorJobs.Scheduling.Times;

/// <summary>One time.</summary>
internal sealed class SingleTime(DateTimeOffset at) : FireTimes
{
    public override DateTimeOffset? NextAfter(DateTimeOffset time) => time < at ? at.ToUniversalTime() : null;
}
