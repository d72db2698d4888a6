using System.Globalization;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;

namespace ActorJobs.Testing;

/// <summary>What moves the jobs of a test.</summary>
public sealed partial class JobTestHost
{
    private const int PageSize = 100;
    private const int PageBytes = 1024 * 1024;
    private const int PromoteBatch = 1000;
    private const int MostSteps = 100_000;

    /// <summary>Runs every job that is due, and what those enqueue, until nothing is due by the clock.</summary>
    /// <returns>How many attempts ran.</returns>
    /// <exception cref="JobAssertionException">A handler does not return, or jobs go on for ever.</exception>
    public async Task<int> RunToIdleAsync()
    {
        for (var attempts = 0; attempts < MostSteps; attempts++)
        {
            await PromoteAsync();
            if (await NextAsync() is not { } job)
            {
                return attempts;
            }
            await RunAsync(job);
        }
        throw new JobAssertionException($"{MostSteps} attempts ran and there are more; jobs seem to enqueue each other for ever.");
    }

    /// <summary>Moves the clock, and runs on the way what comes due, each job at its time.</summary>
    /// <param name="by">How far; not negative.</param>
    /// <returns>How many attempts ran.</returns>
    public async Task<int> AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = Clock.GetUtcNow() + by;
        var attempts = await RunToIdleAsync();
        while (await NextTimeAsync() is { } next && next <= until)
        {
            MoveTo(next);
            attempts += await RunToIdleAsync();
        }
        MoveTo(until);
        return attempts;
    }

    /// <summary>Moves the clock from one due job to the next until none waits: retries and delayed jobs are all over.</summary>
    /// <returns>How many attempts ran.</returns>
    public async Task<int> RunToEndAsync()
    {
        var attempts = await RunToIdleAsync();
        while (await NextTimeAsync() is { } next && attempts < MostSteps)
        {
            MoveTo(next);
            attempts += await RunToIdleAsync();
        }
        return attempts;
    }

    private void MoveTo(DateTimeOffset time)
    {
        if (time > Clock.GetUtcNow())
        {
            Clock.SetUtcNow(time);
        }
    }

    private async Task<DateTimeOffset?> NextTimeAsync()
    {
        var due = await PromoteAsync();
        return _table.Limits.NextStart is { } start && (due is null || start < due) ? start : due;
    }

    private async Task<DateTimeOffset?> PromoteAsync()
    {
        PromotionResult promoted;
        do
        {
            promoted = await _store.PromoteDueAsync(Clock.GetUtcNow(), PromoteBatch, CancellationToken.None);
        }
        while (promoted.Count > 0);
        return promoted.NextDue;
    }

    /// <summary>The job that the queue reader would hand out now; null when it would hand out none.</summary>
    private async Task<ReadyJob?> NextAsync()
    {
        _table.Clear();
        _table.Pauses = await _store.GetPausesAsync(CancellationToken.None);
        foreach (var lane in await _store.GetLanesAsync(CancellationToken.None))
        {
            var buffer = _table.Lane(lane);
            var (after, generation) = buffer.BeginRead();
            buffer.EndRead(
                await _store.ReadLaneAsync(lane, after, PageSize, PageBytes, CancellationToken.None), generation, _ => false);
        }
        return _table.Plan(1, Clock.GetUtcNow()).Values.SelectMany(jobs => jobs).FirstOrDefault();
    }

    private async Task RunAsync(ReadyJob job)
    {
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _worker.Ended = _ => ended.TrySetResult(true);
        _forced.Crash = () => ended.TrySetResult(false);
        var claims = await _store.ClaimAsync(
            _epoch, [new ClaimRequest(_worker.Node, Clock.GetUtcNow(), [new ClaimedJob(job.Id, job.NextAttempt)])],
            CancellationToken.None);
        _worker.Accept(new WorkerProtocol.AssignJobs(_worker.Node, claims[0].Id, [job]));
        try
        {
            if (!await ended.Task.WaitAsync(_options.HangTimeout))
            {
                await LoseNodeAsync();
            }
        }
        catch (TimeoutException)
        {
            throw new JobAssertionException(string.Create(CultureInfo.InvariantCulture,
                $"The handler of {job.Lane.Type} has not returned after {_options.HangTimeout.TotalSeconds} s of real time. If it ") +
                "waits for the clock, do not await the run before the clock was advanced.");
        }
    }

    private async Task LoseNodeAsync()
    {
        var lost = _worker.Node;
        StartNode();
        await _store.RecoverNodeAsync(_epoch, lost, Clock.GetUtcNow(), CancellationToken.None);
    }
}
