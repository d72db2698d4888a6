using ActorJobs.Schedules;

namespace ActorJobs.Hosting;

/// <summary>A schedule that the host's code adds.</summary>
/// <param name="Schedule">The definition.</param>
internal sealed record CodeSchedule(Schedule Schedule);
