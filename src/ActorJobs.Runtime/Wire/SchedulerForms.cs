using System.Collections.Immutable;
using ActorJobs.Schedules;
using static ActorJobs.Runtime.Scheduler.SchedulerProtocol;

namespace ActorJobs.Runtime.Wire;

/// <summary>Messages of the scheduler.</summary>
internal static class SchedulerForms
{
    /// <summary>What crosses from node to node.</summary>
    public static ImmutableArray<WireForm> Messages { get; } =
    [
        WireForm.Of<PutSchedule, Forms.PutSchedule>(
            "sp", put => new() { Schedule = put.Schedule.ToForm() }, form => new(form.Schedule.ToSchedule())),
        WireForm.Of<ReplaceSchedules, Forms.ReplaceSchedules>("sa", ToForm, ToMessage),
        WireForm.Of<DeleteSchedule, Forms.DeleteSchedule>("sd", delete => new() { Id = delete.Id }, form => new(form.Id)),
        WireForm.Of<PauseSchedule, Forms.PauseSchedule>(
            "sz", pause => new() { Id = pause.Id, Note = pause.Note }, form => new(form.Id, form.Note)),
        WireForm.Of<ResumeSchedule, Forms.ResumeSchedule>("sr", resume => new() { Id = resume.Id }, form => new(form.Id)),
        WireForm.Of<TriggerSchedule, Forms.TriggerSchedule>("st", trigger => new() { Id = trigger.Id }, form => new(form.Id)),
        WireForm.Of<BackfillSchedule, Forms.BackfillSchedule>(
            "sb", backfill => new() { Id = backfill.Id, From = backfill.From.UtcTicks, To = backfill.To.UtcTicks },
            form => new(form.Id, form.From.ToTime(), form.To.ToTime())),
        WireForm.Of<GetSchedule, Forms.GetSchedule>("sg", get => new() { Id = get.Id }, form => new(form.Id)),
        WireForm.Of<GetSchedules, Forms.GetSchedules>(
            "sl", ToForm, form => new(form.HasAfter ? form.After : null, form.Limit)),
        WireForm.Of<ScheduleStored, Forms.ScheduleStored>(
            "ss", stored => new() { Created = stored.Created, Status = stored.Status.ToForm() },
            form => new(form.Created, form.Status.ToStatus())),
        WireForm.Of<ScheduleChanged, Forms.ScheduleChanged>("sc", _ => new(), _ => ScheduleChanged.Instance),
        WireForm.Of<ScheduleUnknown, Forms.ScheduleUnknown>("su", unknown => new() { Id = unknown.Id }, form => new(form.Id)),
        WireForm.Of<ScheduleRefused, Forms.ScheduleRefused>("sx", ToForm, form => new([.. form.Faults])),
        WireForm.Of<ScheduleOwned, Forms.ScheduleOwned>(
            "so", owned => new() { Id = owned.Id, Owner = (int)owned.Owner, Source = owned.Source },
            form => new(form.Id, (ScheduleOwner)form.Owner, form.Source)),
        WireForm.Of<ScheduleFired, Forms.ScheduleFired>(
            "sf", fired => new() { Fire = fired.Fire.ToForm() }, form => new(form.Fire.ToFire())),
        WireForm.Of<ScheduleBackfilled, Forms.ScheduleBackfilled>("sk", filled => new() { Jobs = filled.Jobs }, form => new(form.Jobs)),
        WireForm.Of<ScheduleFound, Forms.ScheduleFound>(
            "sn", found => new() { Status = found.Status.ToForm() }, form => new(form.Status.ToStatus())),
        WireForm.Of<SchedulesFound, Forms.SchedulesFound>("sm", ToForm, ToMessage),
    ];

    /// <summary>Whether two definitions say the same.</summary>
    public static bool AreEqual(Schedule one, Schedule other) => one.ToForm().Equals(other.ToForm());

    /// <summary>Bytes that a status takes on the wire.</summary>
    public static int SizeOf(ScheduleStatus status) => status.ToForm().CalculateSize();

    /// <summary>Bytes that definitions take on the wire.</summary>
    public static int SizeOf(ImmutableArray<Schedule> schedules) =>
        ToForm(new ReplaceSchedules(ScheduleOwner.Code, "", schedules)).CalculateSize();

    private static Forms.ReplaceSchedules ToForm(ReplaceSchedules replace)
    {
        var form = new Forms.ReplaceSchedules { Owner = (int)replace.Owner, Source = replace.Source };
        form.Schedules.AddRange(replace.Schedules.Select(schedule => schedule.ToForm()));
        return form;
    }

    private static ReplaceSchedules ToMessage(Forms.ReplaceSchedules form) =>
        new((ScheduleOwner)form.Owner, form.Source, [.. form.Schedules.Select(schedule => schedule.ToSchedule())]);

    private static Forms.GetSchedules ToForm(GetSchedules get)
    {
        var form = new Forms.GetSchedules { Limit = get.Limit };
        if (get.After is { } after)
        {
            form.After = after;
        }
        return form;
    }

    private static Forms.ScheduleRefused ToForm(ScheduleRefused refused)
    {
        var form = new Forms.ScheduleRefused();
        form.Faults.AddRange(refused.Faults);
        return form;
    }

    private static Forms.SchedulesFound ToForm(SchedulesFound found)
    {
        var form = new Forms.SchedulesFound { More = found.More };
        form.Schedules.AddRange(found.Schedules.Select(status => status.ToForm()));
        return form;
    }

    private static SchedulesFound ToMessage(Forms.SchedulesFound form) =>
        new([.. form.Schedules.Select(status => status.ToStatus())], form.More);
}
