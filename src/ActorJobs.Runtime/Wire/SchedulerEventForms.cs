using System.Collections.Immutable;
using ActorJobs.Runtime.Scheduler;
using ActorJobs.Schedules;
using static ActorJobs.Runtime.Scheduler.SchedulerEvents;

namespace ActorJobs.Runtime.Wire;

/// <summary>
/// Events of the scheduler. They are read for as long as a journal is kept, by every later release: the rules of change in
/// <c>README.md</c> hold for them without an end.
/// </summary>
internal static class SchedulerEventForms
{
    /// <summary>What is written to the journal and as snapshots.</summary>
    public static ImmutableArray<WireForm> Events { get; } =
    [
        WireForm.Of<TermOpened, Forms.TermOpened>(
            "jt", opened => new() { Node = opened.Node.ToForm(), At = opened.At.UtcTicks },
            form => new(form.Node.ToNodeId(), form.At.ToTime())),
        WireForm.Of<SchedulesChanged, Forms.SchedulesChanged>("jd", ToForm, ToEvent),
        WireForm.Of<PauseChanged, Forms.PauseChanged>(
            "jz", changed => new() { Id = changed.Id, At = changed.At.UtcTicks, Pause = changed.Pause.ToForm() },
            form => new(form.Id, form.At.ToTime(), form.Pause.ToPause())),
        WireForm.Of<FiresPlanned, Forms.FiresPlanned>("jp", ToForm, ToEvent),
        WireForm.Of<FiresSettled, Forms.FiresSettled>("js", ToForm, ToEvent),
        WireForm.Of<Snapshot, Forms.SchedulerSnapshot>("jn", ToForm, form => new([.. form.Entries.Select(ToEntry)])),
    ];

    private static Forms.SchedulesChanged ToForm(SchedulesChanged changed)
    {
        var form = new Forms.SchedulesChanged { At = changed.At.UtcTicks };
        form.Defined.AddRange(changed.Defined.Select(defined => new Forms.Definition
        {
            Schedule = defined.Schedule.ToForm(),
            Owner = (int)defined.Owner,
            Source = defined.Source,
        }));
        form.Removed.AddRange(changed.Removed);
        return form;
    }

    private static SchedulesChanged ToEvent(Forms.SchedulesChanged form) => new(
        form.At.ToTime(),
        [.. form.Defined.Select(defined =>
            new Definition(defined.Schedule.ToSchedule(), (ScheduleOwner)defined.Owner, defined.Source))],
        [.. form.Removed]);

    private static Forms.FiresPlanned ToForm(FiresPlanned planned)
    {
        var form = new Forms.FiresPlanned { At = planned.At.UtcTicks };
        form.Schedules.AddRange(planned.Schedules.Select(ToForm));
        form.Cancels.AddRange(planned.Cancels.Select(id => id.ToForm()));
        return form;
    }

    private static Forms.PlannedSchedule ToForm(PlannedSchedule planned)
    {
        var form = new Forms.PlannedSchedule { Id = planned.Id, Mark = planned.Mark.UtcTicks };
        form.Fires.AddRange(planned.Fires.Select(ToForm));
        return form;
    }

    private static Forms.PlannedFire ToForm(PlannedFire fire)
    {
        var form = new Forms.PlannedFire
        {
            DueAt = fire.DueAt.UtcTicks,
            Cause = (int)fire.Cause,
            Result = (int)fire.Result,
            WasQueued = fire.WasQueued,
        };
        if (fire.Job is { } job)
        {
            form.Job = job.ToForm();
        }
        return form;
    }

    private static FiresPlanned ToEvent(Forms.FiresPlanned form) =>
        new(form.At.ToTime(), [.. form.Schedules.Select(ToPlanned)], form.Cancels.ToJobIds());

    private static PlannedSchedule ToPlanned(Forms.PlannedSchedule form) => new(
        form.Id, form.Mark.ToTime(),
        [.. form.Fires.Select(fire => new PlannedFire(
            fire.DueAt.ToTime(), (FireCause)fire.Cause, (FireResult)fire.Result, fire.HasJob ? fire.Job.ToJobId() : null,
            fire.WasQueued))]);

    private static Forms.FiresSettled ToForm(FiresSettled settled)
    {
        var form = new Forms.FiresSettled { At = settled.At.UtcTicks };
        foreach (var correction in settled.Corrections)
        {
            var corrected = new Forms.Correction
            {
                Schedule = correction.Schedule,
                Planned = correction.Planned.ToForm(),
                Result = (int)correction.Result,
            };
            if (correction.Job is { } job)
            {
                corrected.Job = job.ToForm();
            }
            form.Corrections.Add(corrected);
        }
        return form;
    }

    private static FiresSettled ToEvent(Forms.FiresSettled form) => new(
        form.At.ToTime(),
        [.. form.Corrections.Select(correction => new Correction(
            correction.Schedule, correction.Planned.ToJobId(), (FireResult)correction.Result,
            correction.HasJob ? correction.Job.ToJobId() : null))]);

    private static Forms.SchedulerSnapshot ToForm(Snapshot snapshot)
    {
        var form = new Forms.SchedulerSnapshot();
        form.Entries.AddRange(snapshot.Entries.Select(ToForm));
        return form;
    }

    private static Forms.ScheduleEntry ToForm(ScheduleEntry entry)
    {
        var form = new Forms.ScheduleEntry
        {
            Schedule = entry.Schedule.ToForm(),
            Owner = (int)entry.Owner,
            Source = entry.Source,
            Pause = entry.Pause.ToForm(),
            Fires = entry.Fires,
            CreatedAt = entry.CreatedAt.UtcTicks,
            ChangedAt = entry.ChangedAt.UtcTicks,
            Mark = entry.Mark.UtcTicks,
            Queued = entry.Queued?.ToForm(),
        };
        form.LastFires.AddRange(entry.LastFires.Select(fire => fire.ToForm()));
        form.Live.AddRange(entry.Live.Select(id => id.ToForm()));
        return form;
    }

    private static ScheduleEntry ToEntry(Forms.ScheduleEntry form) => new()
    {
        Schedule = form.Schedule.ToSchedule(),
        Owner = (ScheduleOwner)form.Owner,
        Source = form.Source,
        Pause = form.Pause.ToPause(),
        Fires = form.Fires,
        CreatedAt = form.CreatedAt.ToTime(),
        ChangedAt = form.ChangedAt.ToTime(),
        Mark = form.Mark.ToTime(),
        LastFires = [.. form.LastFires.Select(fire => fire.ToFire())],
        Live = form.Live.ToJobIds(),
        Queued = form.Queued?.ToFire(),
    };
}
