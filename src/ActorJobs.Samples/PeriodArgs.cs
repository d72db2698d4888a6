using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary>Payload of <c>sleep</c>, <c>block</c> and <c>cpu</c>.</summary>
/// <param name="Ms">Milliseconds, 0 to 7 days.</param>
internal sealed record PeriodArgs(long Ms)
{
    /// <summary>The period.</summary>
    /// <exception cref="JobErrorException">It is out of range: permanent.</exception>
    public TimeSpan ToTimeSpan() => Checked("ms", Ms);

    public static TimeSpan Checked(string field, long milliseconds) =>
        milliseconds >= 0 && milliseconds <= JobLimits.MaxTimeout.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new JobErrorException(ErrorClass.Permanent, $"{field} must be from 0 to {JobLimits.MaxTimeout.TotalMilliseconds}.");
}
