using System.Collections.Immutable;
using ActorJobs.Schedules;

namespace ActorJobs.Runtime.Scheduler;

/// <summary>
/// All that the scheduler accepts and answers. Changes are answered once they are durable; without an answer it is unknown
/// whether they were made, and repeating them is safe but for <see cref="TriggerSchedule"/>.
/// </summary>
internal static class SchedulerProtocol
{
    public interface ICommand;

    public interface IQuery;

    public interface IReply;

    /// <summary>Defines or changes a schedule. <see cref="ScheduleStored"/>, <see cref="ScheduleRefused"/> or
    /// <see cref="ScheduleOwned"/>.</summary>
    public sealed record PutSchedule(Schedule Schedule) : ICommand;

    /// <summary>Makes an owner's schedules exactly these. <see cref="ScheduleChanged"/> or <see cref="ScheduleRefused"/>.</summary>
    public sealed record ReplaceSchedules(ScheduleOwner Owner, string Source, ImmutableArray<Schedule> Schedules) : ICommand;

    /// <summary>Removes a schedule. <see cref="ScheduleChanged"/>, <see cref="ScheduleUnknown"/> or
    /// <see cref="ScheduleOwned"/>.</summary>
    public sealed record DeleteSchedule(string Id) : ICommand;

    /// <summary>Pauses a schedule. <see cref="ScheduleChanged"/> or <see cref="ScheduleUnknown"/>.</summary>
    public sealed record PauseSchedule(string Id, string Note) : ICommand;

    /// <summary>Ends a pause. <see cref="ScheduleChanged"/> or <see cref="ScheduleUnknown"/>.</summary>
    public sealed record ResumeSchedule(string Id) : ICommand;

    /// <summary>Fires now. <see cref="ScheduleFired"/> or <see cref="ScheduleUnknown"/>.</summary>
    public sealed record TriggerSchedule(string Id) : ICommand;

    /// <summary>Fires for the times of a range. <see cref="ScheduleBackfilled"/>, <see cref="ScheduleUnknown"/> or
    /// <see cref="ScheduleRefused"/>.</summary>
    public sealed record BackfillSchedule(string Id, DateTimeOffset From, DateTimeOffset To) : ICommand;

    /// <summary>How a schedule stands. <see cref="ScheduleFound"/> or <see cref="ScheduleUnknown"/>.</summary>
    public sealed record GetSchedule(string Id) : IQuery;

    /// <summary>A page in order of id. <see cref="SchedulesFound"/>.</summary>
    public sealed record GetSchedules(string? After, int Limit) : IQuery;

    /// <summary>It is defined.</summary>
    public sealed record ScheduleStored(bool Created, ScheduleStatus Status) : IReply;

    /// <summary>The change was made, or nothing had to be.</summary>
    public sealed record ScheduleChanged : IReply
    {
        private ScheduleChanged()
        {
        }

        public static ScheduleChanged Instance { get; } = new();
    }

    /// <summary>There is no such schedule.</summary>
    public sealed record ScheduleUnknown(string Id) : IReply;

    /// <summary>Rules are broken; nothing was changed.</summary>
    public sealed record ScheduleRefused(ImmutableArray<string> Faults) : IReply;

    /// <summary>It is defined elsewhere.</summary>
    public sealed record ScheduleOwned(string Id, ScheduleOwner Owner, string Source) : IReply;

    /// <summary>What the fire did.</summary>
    public sealed record ScheduleFired(ScheduleFire Fire) : IReply;

    /// <summary>How many jobs were made.</summary>
    public sealed record ScheduleBackfilled(int Jobs) : IReply;

    /// <summary>How it stands.</summary>
    public sealed record ScheduleFound(ScheduleStatus Status) : IReply;

    /// <summary>A page, cut by bytes as well: <see cref="More"/> says whether there is another.</summary>
    public sealed record SchedulesFound(ImmutableArray<ScheduleStatus> Schedules, bool More) : IReply;

    /// <summary>From the singleton manager: finish what is planned, then stop.</summary>
    public sealed record Stop
    {
        private Stop()
        {
        }

        public static Stop Instance { get; } = new();
    }
}
