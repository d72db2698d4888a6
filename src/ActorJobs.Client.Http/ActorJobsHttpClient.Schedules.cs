using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Client.Http.Calls;
using ActorJobs.Client.Http.Json;
using ActorJobs.Schedules;

namespace ActorJobs.Client.Http;

/// <content>Schedules.</content>
/// <remarks>
/// A scheduler that does not answer is a <see cref="Stores.StoreUnavailableException"/>, as the gateway answers 503 for
/// both.
/// </remarks>
public sealed partial class ActorJobsHttpClient
{
    private const int SchedulePage = 200;

    /// <summary>Defines a schedule or changes its definition; its pause and its history stay.</summary>
    /// <returns>How it stands.</returns>
    /// <exception cref="InvalidScheduleException">The definition breaks a rule; nothing was changed.</exception>
    public Task<ScheduleEntry> PutScheduleAsync(Schedule schedule, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return PutScheduleAsync(schedule.Id, ScheduleWriter.Write(schedule), cancellationToken);
    }

    /// <summary>Defines a schedule by the JSON of the gateway's call.</summary>
    /// <param name="id">Identity.</param>
    /// <param name="definition">An object as UTF-8 JSON: <c>cron</c>, <c>every</c> or <c>runAt</c>, <c>job</c> and so
    /// on.</param>
    /// <param name="cancellationToken">Stops waiting; the change may have been made all the same.</param>
    /// <returns>How it stands.</returns>
    /// <exception cref="InvalidScheduleException">The definition breaks a rule; nothing was changed.</exception>
    public async Task<ScheduleEntry> PutScheduleAsync(
        string id, ReadOnlyMemory<byte> definition, CancellationToken cancellationToken = default)
    {
        var call = new GatewayCall(HttpMethod.Put, PathOf(id)) { Body = definition };
        return await AskAsync(call, ClientJson.Default.ScheduleEntry, cancellationToken)
            ?? throw new RequestRefusedException((int)HttpStatusCode.NotFound, [$"{_options.Url} knows no schedules."]);
    }

    /// <summary>How a schedule stands; null for an unknown one.</summary>
    public Task<ScheduleEntry?> GetScheduleAsync(string id, CancellationToken cancellationToken = default) => AskAsync(
        new GatewayCall(HttpMethod.Get, PathOf(id)), ClientJson.Default.ScheduleEntry, cancellationToken);

    /// <summary>All schedules in order of id, read page by page.</summary>
    public async IAsyncEnumerable<ScheduleEntry> ListSchedulesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        do
        {
            var after = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await CallAsync(
                new GatewayCall(HttpMethod.Get, $"api/v1/schedules?limit={SchedulePage}{after}"),
                ClientJson.Default.ScheduleList, cancellationToken);
            foreach (var schedule in page.Schedules)
            {
                yield return schedule;
            }
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>Removes a schedule; its jobs stay. False for an unknown one.</summary>
    public async Task<bool> DeleteScheduleAsync(string id, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(new GatewayCall(HttpMethod.Delete, PathOf(id)), cancellationToken);
        return answer.IsSuccess || answer.IsRepeated;
    }

    /// <summary>Makes no more jobs until it is resumed; times that pass meanwhile are dropped.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="note">Why, for people.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How it stands; null for an unknown one.</returns>
    public Task<ScheduleEntry?> PauseScheduleAsync(
        string id, string note = "", CancellationToken cancellationToken = default) => AskAsync(
        new GatewayCall(HttpMethod.Post, PathOf(id) + "/pause")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new NoteModel(note), ClientJson.Default.NoteModel),
        },
        ClientJson.Default.ScheduleEntry, cancellationToken);

    /// <summary>Ends a pause; null for an unknown schedule.</summary>
    public Task<ScheduleEntry?> ResumeScheduleAsync(string id, CancellationToken cancellationToken = default) =>
        AskAsync(new GatewayCall(HttpMethod.Post, PathOf(id) + "/resume"), ClientJson.Default.ScheduleEntry,
            cancellationToken);

    /// <summary>
    /// Fires now, paused or not; the overlap policy applies. As a second fire would be another one, the call is
    /// repeated only when it surely was not carried out.
    /// </summary>
    /// <returns>What the fire did; null for an unknown schedule.</returns>
    public Task<ScheduleEntryFire?> TriggerScheduleAsync(
        string id, CancellationToken cancellationToken = default) => AskAsync(
        new GatewayCall(HttpMethod.Post, PathOf(id) + "/trigger") { Repeats = Repeats.OnlyIfUndone },
        ClientJson.Default.ScheduleEntryFire, cancellationToken);

    /// <summary>Enqueues a job for each time of the schedule within a range of the past, at most 1,000.</summary>
    /// <param name="id">The schedule.</param>
    /// <param name="from">First time.</param>
    /// <param name="to">Last time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many jobs were made; null for an unknown schedule.</returns>
    /// <exception cref="InvalidScheduleException">The range is empty, in the future or holds too many
    /// times.</exception>
    public async Task<int?> BackfillScheduleAsync(
        string id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        (await AskAsync(new GatewayCall(HttpMethod.Post, PathOf(id) + "/backfill")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(
                new RangeModel(from, to), ClientJson.Default.RangeModel),
        },
        ClientJson.Default.BackfilledModel, cancellationToken))?.Jobs;

    // A slash within an id is escaped as %2F, which the gateway understands.
    private static string PathOf(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return $"api/v1/schedules/{Uri.EscapeDataString(id)}";
    }

    private async Task<T?> AskAsync<T>(
        GatewayCall call, JsonTypeInfo<T> info, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await SendAsync(call, cancellationToken);
        return answer.IsSuccess ? Read(call, answer, info) : null;
    }

    /// <summary>Sends a call about a schedule that may be unknown.</summary>
    private async Task<GatewayAnswer> SendAsync(GatewayCall call, CancellationToken cancellationToken)
    {
        var asked = call with { Expected = [HttpStatusCode.NotFound, HttpStatusCode.BadRequest] };
        var answer = await _caller.SendAsync(asked, cancellationToken);
        var problem = answer.IsSuccess ? null : Refusals.Read(answer);
        return answer.Status switch
        {
            HttpStatusCode.BadRequest when problem?.Errors is { Length: > 0 } errors =>
                throw new InvalidScheduleException([.. errors]),
            HttpStatusCode.NotFound when problem?.Detail is not null => answer,
            _ when answer.IsSuccess => answer,
            _ => throw Refusals.Of(call, new Attempt(answer, null), isUnsure: false, _options),
        };
    }
}
