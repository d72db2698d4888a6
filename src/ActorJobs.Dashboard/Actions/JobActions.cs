using ActorJobs.Client;
using ActorJobs.Dashboard.Access;
using ActorJobs.Dashboard.Parts;
using ActorJobs.Dashboard.Text;
using ActorJobs.Operations;
using ActorJobs.Stores;
using MudBlazor;

namespace ActorJobs.Dashboard.Actions;

/// <summary>
/// What an admin does to jobs and lanes from a page: checked here whatever the page shows, asked back where it cannot be
/// undone, and answered with a sentence.
/// </summary>
internal sealed class JobActions(
    Viewer viewer, IJobOperations operations, IJobClient client, IJobQueries queries, IDialogService dialogs, ISnackbar snackbar)
{
    public Task<bool> CancelAsync(JobId id) => ChangeAsync(() => operations.CancelAsync(id, CancellationToken.None), "Cancel",
        result => result.Kind == ChangeKind.Requested ? "Cancel requested; the handler is told." : "Job cancelled.");

    public Task<bool> RetryAsync(JobId id) => ChangeAsync(() => operations.RetryAsync(id, CancellationToken.None), "Retry",
        _ => "The job is ready to run.");

    public async Task<bool> DiscardAsync(JobId id) =>
        await ConfirmAsync("Discard this job?", "The job, its errors, log and result are removed for good.", "Discard", isHarmful: true)
        && await ChangeAsync(() => operations.DeleteAsync(id, CancellationToken.None), "Discard", _ => "Job discarded.");

    /// <summary>Counts, asks and changes all jobs that match.</summary>
    public async Task<bool> ChangeAllAsync(BulkChange change, JobFilter filter, string which)
    {
        var affected = 0L;
        var words = BulkWords.Of(change);
        return await TryAsync(async () =>
        {
            var count = await JobCounting.CountAsync(queries, words.Narrow(filter), CancellationToken.None);
            if (count.Count == 0)
            {
                snackbar.Add($"No job {which} can be {words.Done}.", Severity.Info);
                return false;
            }
            if (!await ConfirmAsync($"{words.Verb} {count.Words}?", $"{words.Effect} Meant are the jobs {which}.",
                $"{words.Verb} {count.Words}", change != BulkChange.Retry))
            {
                return false;
            }
            affected = await operations.ChangeManyAsync(change, filter, CancellationToken.None);
            return true;
        }, () => $"{Figures.Jobs(affected)} {words.Done}.");
    }

    /// <summary>Asks and changes the jobs chosen.</summary>
    public async Task<bool> ChangeChosenAsync(BulkChange change, IReadOnlyCollection<JobId> ids)
    {
        var words = BulkWords.Of(change);
        var jobs = Figures.Jobs(ids.Count);
        var affected = 0;
        if (!await ConfirmAsync($"{words.Verb} {jobs}?", words.Effect, $"{words.Verb} {jobs}", change != BulkChange.Retry))
        {
            return false;
        }
        return await TryAsync(async () =>
        {
            foreach (var id in ids)
            {
                var result = await (change switch
                {
                    BulkChange.Cancel => operations.CancelAsync(id, CancellationToken.None),
                    BulkChange.Retry => operations.RetryAsync(id, CancellationToken.None),
                    _ => operations.DeleteAsync(id, CancellationToken.None),
                });
                affected += result.Kind is ChangeKind.Done or ChangeKind.Requested ? 1 : 0;
            }
            return true;
        }, () => affected == ids.Count
            ? $"{Figures.Jobs(affected)} {words.Done}."
            : $"{Figures.Jobs(affected)} {words.Done}; to the other {ids.Count - affected} it did not apply.");
    }

    public Task<bool> PauseAsync(Pause pause) => TryAsync(
        async () =>
        {
            await operations.PauseAsync(pause, CancellationToken.None);
            return true;
        },
        () => $"Paused: {Figures.Lanes(pause)}. Running jobs go on.");

    public Task<bool> ResumeAsync(Pause pause) => TryAsync(
        async () =>
        {
            await operations.ResumeAsync(pause, CancellationToken.None);
            return true;
        },
        () => $"Resumed: {Figures.Lanes(pause)}.");

    /// <summary>Enqueues a job; answers its id, or null when that failed.</summary>
    public async Task<JobId?> EnqueueAsync(JobRequest request)
    {
        EnqueueResult? result = null;
        await TryAsync(async () =>
        {
            result = (await client.EnqueueManyAsync([request])).Single();
            return true;
        }, () => result!.Value.Duplicate ? "Not added: the job shown holds its unique key." : "Job enqueued.");
        return result?.Id;
    }

    private Task<bool> ChangeAsync(Func<Task<ChangeResult>> change, string verb, Func<ChangeResult, string> say)
    {
        var text = "";
        return TryAsync(async () =>
        {
            var result = await change();
            var applied = result.Kind is ChangeKind.Done or ChangeKind.Requested;
            text = say(result);
            if (!applied)
            {
                snackbar.Add(result.Kind switch
                {
                    ChangeKind.Unknown => "There is no such job, or it is no longer kept.",
                    ChangeKind.KeyHeld => $"{verb} does not apply: another live job holds the unique key.",
                    _ => $"{verb} does not apply: the job is {result.State?.ToName() ?? "in another state"}.",
                }, Severity.Warning);
            }
            return applied;
        }, () => text);
    }

    private async Task<bool> TryAsync(Func<Task<bool>> act, Func<string> say) =>
        await ActionGuard.RunAsync(viewer, snackbar, act, say);

    private Task<bool> ConfirmAsync(string title, string text, string verb, bool isHarmful) =>
        ConfirmDialog.AskAsync(dialogs, title, text, verb, isHarmful);
}
