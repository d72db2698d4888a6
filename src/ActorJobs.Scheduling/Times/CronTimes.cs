using Cronos;

namespace ActorJobs.Scheduling.Times;

/// <summary>
/// A cron expression on the clocks of a time zone. When they are put forward, a time that they leave out comes at the moment of the
/// change. When they are put back, times that come twice fire once, the first time, if hour and minute are fixed, and both times
/// if the expression is an interval, as <c>*/30 * * * *</c> or <c>0 * * * *</c>.
/// </summary>
internal sealed class CronTimes(CronExpression cron, TimeZoneInfo zone) : FireTimes
{
    public override DateTimeOffset? NextAfter(DateTimeOffset time) =>
        cron.GetNextOccurrence(time, zone)?.ToUniversalTime();
}
