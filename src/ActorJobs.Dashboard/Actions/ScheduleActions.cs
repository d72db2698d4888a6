using ActorJobs.Dashboard.Access;
using ActorJobs.Dashboard.Parts;
using ActorJobs.Dashboard.Text;
using ActorJobs.Schedules;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace ActorJobs.Dashboard.Actions;

/// <summary>What an admin does to schedules from a page.</summary>
internal sealed class ScheduleActions(Viewer viewer, IServiceProvider services, IDialogService dialogs, ISnackbar snackbar)
{
    /// <summary>The cluster's schedules; null where this process cannot reach any.</summary>
    public IJobSchedules? Schedules { get; } = services.GetService<IJobSchedules>();

    /// <summary>Saves a definition; answers what is wrong with it, nothing when it was saved.</summary>
    public async Task<IReadOnlyList<string>?> SaveAsync(Schedule schedule)
    {
        IReadOnlyList<string>? faults = null;
        var saved = await RunAsync(async schedules =>
        {
            try
            {
                await schedules.PutAsync(schedule, CancellationToken.None);
                faults = [];
                return true;
            }
            catch (InvalidScheduleException exception)
            {
                faults = exception.Faults;
                return false;
            }
            catch (ScheduleOwnedException exception)
            {
                faults = [exception.Message];
                return false;
            }
        }, () => "Schedule saved.");
        return saved ? [] : faults;
    }

    public async Task<bool> PauseAsync(string id)
    {
        var note = await NoteDialog.AskAsync(dialogs, $"Pause {id}?", "It makes no jobs until it is resumed; times that pass meanwhile are dropped.");
        return note is not null && await RunAsync(schedules => schedules.PauseAsync(id, note, CancellationToken.None), () => "Paused.");
    }

    public Task<bool> ResumeAsync(string id) =>
        RunAsync(schedules => schedules.ResumeAsync(id, CancellationToken.None), () => "Resumed.");

    public Task<bool> TriggerAsync(string id)
    {
        ScheduleFire? fire = null;
        return RunAsync(async schedules =>
        {
            fire = await schedules.TriggerAsync(id, CancellationToken.None);
            return fire is not null;
        }, () => fire!.Result == FireResult.Enqueued ? "Triggered: a job was enqueued." : "No job was made: an earlier one is live.");
    }

    public Task<bool> BackfillAsync(string id, DateTimeOffset from, DateTimeOffset to)
    {
        int? count = null;
        return RunAsync(async schedules =>
        {
            count = await schedules.BackfillAsync(id, from, to, CancellationToken.None);
            return count is not null;
        }, () => $"Backfilled: {Figures.Jobs(count ?? 0)} enqueued.");
    }

    public async Task<bool> DeleteAsync(string id) =>
        await ConfirmDialog.AskAsync(dialogs, $"Delete {id}?", "It makes no more jobs; those it made stay.", "Delete schedule", isHarmful: true)
        && await RunAsync(schedules => schedules.DeleteAsync(id, CancellationToken.None), () => "Schedule deleted.");

    private Task<bool> RunAsync(Func<IJobSchedules, Task<bool>> act, Func<string> say) => ActionGuard.RunAsync(viewer, snackbar,
        async () => Schedules is not null && await act(Schedules), say);
}
