using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using ActorJobs.Client.Http.Calls;
using ActorJobs.Client.Http.Json;
using ActorJobs.Stores;

namespace ActorJobs.Client.Http;

/// <content>Looking at jobs, waiting for them, changing them.</content>
public sealed partial class ActorJobsHttpClient
{
    private const int PageSize = 200;
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    /// <summary>One job with its log; null when it is unknown or no longer kept.</summary>
    public async Task<Job?> GetAsync(JobId id, CancellationToken cancellationToken = default)
    {
        var call = new GatewayCall(HttpMethod.Get, $"api/v1/jobs/{id}") { Expected = [HttpStatusCode.NotFound] };
        var answer = await _caller.SendAsync(call, cancellationToken);
        if (answer.Status != HttpStatusCode.NotFound)
        {
            return Read(call, answer, ClientJson.Default.Job);
        }
        // Something else may answer 404 to all there is: only the gateway's own problem details tell of a job.
        return Refusals.Read(answer)?.Detail is not null
            ? null
            : throw Refusals.Of(call, new Attempt(answer, null), isUnsure: false, _options);
    }

    /// <summary>A page of jobs, newest first, without logs.</summary>
    /// <param name="filter">Which jobs; null members match all.</param>
    /// <param name="limit">Most jobs of the page, 1 to 1000.</param>
    /// <param name="cursor">The <see cref="JobList.NextCursor"/> of the page before; null for the first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<JobList> ListAsync(
        JobFilter filter, int limit = 50, string? cursor = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = Query(filter, ("limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("cursor", cursor));
        return CallAsync(
            new GatewayCall(HttpMethod.Get, $"api/v1/jobs{query}"), ClientJson.Default.JobList, cancellationToken);
    }

    /// <summary>All jobs that match, newest first, read page by page.</summary>
    /// <param name="filter">Which jobs; null members match all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<Job> ListAllAsync(
        JobFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var page = await ListAsync(filter, PageSize, cursor, cancellationToken);
            foreach (var job in page.Jobs)
            {
                yield return job;
            }
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>Waits until a job has ended, by looking at it at least once a second.</summary>
    /// <param name="id">The job.</param>
    /// <param name="within">How long to wait; null for as long as it takes.</param>
    /// <param name="seen">Called with the job whenever it was looked at.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// The job as it was last seen, which has not ended when <paramref name="within"/> was over; null when it is
    /// unknown.
    /// </returns>
    public async Task<Job?> WaitAsync(
        JobId id, TimeSpan? within = null, Action<Job>? seen = null, CancellationToken cancellationToken = default)
    {
        var start = _options.Time.GetTimestamp();
        for (var pause = FirstLook; ; pause = pause * 2 < LongestLook ? pause * 2 : LongestLook)
        {
            var job = await GetAsync(id, cancellationToken);
            if (job is not null)
            {
                seen?.Invoke(job);
            }
            var left = within - _options.Time.GetElapsedTime(start);
            if (job is null or { IsFinal: true } || left <= TimeSpan.Zero)
            {
                return job;
            }
            await Task.Delay(left < pause ? left.Value : pause, _options.Time, cancellationToken);
        }
    }

    /// <inheritdoc />
    public Task<ChangeResult> CancelAsync(JobId id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Post, $"api/v1/jobs/{id}/cancel", repeated => repeated is JobState.Cancelled,
            cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> RetryAsync(JobId id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Post, $"api/v1/jobs/{id}/retry",
            repeated => repeated is JobState.Ready or JobState.Running or JobState.Succeeded, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> DeleteAsync(JobId id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Delete, $"api/v1/jobs/{id}", repeated => repeated is null, cancellationToken);

    /// <inheritdoc />
    public async Task<long> ChangeManyAsync(
        BulkChange change, JobFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var word = change switch
        {
            BulkChange.Cancel => "cancel",
            BulkChange.Retry => "retry",
            BulkChange.Delete => "delete",
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "No such change."),
        };
        return (await CallAsync(new GatewayCall(HttpMethod.Post, $"api/v1/jobs/{word}{Query(filter)}"),
            ClientJson.Default.AffectedModel, cancellationToken)).Affected;
    }

    /// <summary>
    /// Makes a change. When an attempt before got no answer, a refusal may be the trace of that very change:
    /// <paramref name="isTrace"/> tells by the job's state, null when it is gone.
    /// </summary>
    private async Task<ChangeResult> ChangeAsync(
        HttpMethod method, string path, Func<JobState?, bool> isTrace, CancellationToken cancellationToken)
    {
        var call = new GatewayCall(method, path) { Expected = [HttpStatusCode.NotFound, HttpStatusCode.Conflict] };
        var answer = await _caller.SendAsync(call, cancellationToken);
        if (answer.IsSuccess)
        {
            var state = Read(call, answer, ClientJson.Default.ChangedModel).State;
            return new ChangeResult(state == JobState.Running ? ChangeKind.Requested : ChangeKind.Done, state);
        }
        var problem = Refusals.Read(answer);
        if (problem?.Detail is null)
        {
            throw Refusals.Of(call, new Attempt(answer, null), isUnsure: false, _options);
        }
        if (answer.IsRepeated && isTrace(problem.State))
        {
            return new ChangeResult(ChangeKind.Done, problem.State);
        }
        return answer.Status == HttpStatusCode.NotFound
            ? new ChangeResult(ChangeKind.Unknown)
            : new ChangeResult(
                problem.Reason == "keyHeld" ? ChangeKind.KeyHeld : ChangeKind.NotApplicable, problem.State);
    }

    private static string Query(JobFilter filter, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var query = new StringBuilder();
        Add("state", filter.State?.ToName());
        Add("type", filter.Type);
        Add("priority", filter.Priority?.ToName());
        Add("tag", filter.Tag);
        foreach (var (name, value) in more)
        {
            Add(name, value);
        }
        return query.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=')
                    .Append(Uri.EscapeDataString(value));
            }
        }
    }
}
