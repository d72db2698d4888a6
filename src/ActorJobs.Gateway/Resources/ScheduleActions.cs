using System.Buffers;
using System.Text.Json;
using ActorJobs.Gateway.Access;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Document;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using ActorJobs.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary>Pause, resume, trigger and backfill of a schedule; they apply whoever defined it.</summary>
internal static class ScheduleActions
{
    private static readonly FieldNames PauseFields = new("note");
    private static readonly FieldNames BackfillFields = new("from", "to");

    private const int MaxNoteLength = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/schedules/{id}/pause", PauseAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces<ScheduleModel>(StatusCodes.Status202Accepted)
            .Describe("Pause a schedule", "It makes no jobs; times that pass meanwhile are dropped. The body may be left out.",
                400, 404, 413, 415, 503)
            .WithBody<PauseScheduleBody>(DocumentExamples.PauseSchedule, RequestBody.Json);
        api.MapPost("/schedules/{id}/resume", ResumeAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces<ScheduleModel>(StatusCodes.Status202Accepted)
            .Describe("Resume a schedule", "Ends its pause; done as well when there is none.", 404, 503);
        api.MapPost("/schedules/{id}/trigger", TriggerAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces<FireModel>(StatusCodes.Status202Accepted)
            .Describe("Fire a schedule now", "Paused or not; its overlap policy applies. The answer says what the fire did.", 404, 503);
        api.MapPost("/schedules/{id}/backfill", BackfillAsync)
            .RequireGatewayScope(GatewayScopes.Admin)
            .Produces<BackfilledModel>(StatusCodes.Status202Accepted)
            .Describe("Make up for a range of the past",
                "Enqueues a job for each time of the schedule from one time to another, whatever its overlap policy, at most 1,000. A " +
                "time whose job is still kept makes no second one.", 400, 404, 413, 415, 503)
            .WithBody<BackfillBody>(DocumentExamples.Backfill, RequestBody.Json);
    }

    private static async Task<Results<Accepted<ScheduleModel>, ProblemHttpResult>> PauseAsync(
        string id, HttpContext context, IJobSchedules schedules, GatewayLimits limits)
    {
        var note = "";
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false && context.Request.ContentLength != 0)
        {
            var (text, refusal) = await ReadNoteAsync(context.Request, limits);
            if (text is null)
            {
                return refusal!;
            }
            note = text;
        }
        return await schedules.PauseAsync(ScheduleIds.Of(id), note, context.RequestAborted)
            ? await AcceptedAsync(id, schedules, context)
            : ScheduleIds.Unknown(id);
    }

    private static async Task<Results<Accepted<ScheduleModel>, ProblemHttpResult>> ResumeAsync(
        string id, HttpContext context, IJobSchedules schedules) =>
        await schedules.ResumeAsync(ScheduleIds.Of(id), context.RequestAborted)
            ? await AcceptedAsync(id, schedules, context)
            : ScheduleIds.Unknown(id);

    private static async Task<Results<Accepted<ScheduleModel>, ProblemHttpResult>> AcceptedAsync(
        string id, IJobSchedules schedules, HttpContext context) =>
        await schedules.GetAsync(ScheduleIds.Of(id), context.RequestAborted) is { } status
            ? TypedResults.Accepted((string?)null, ScheduleModels.Of(status))
            : ScheduleIds.Unknown(id);

    private static async Task<Results<Accepted<FireModel>, ProblemHttpResult>> TriggerAsync(
        string id, HttpContext context, IJobSchedules schedules) =>
        await schedules.TriggerAsync(ScheduleIds.Of(id), context.RequestAborted) is { } fire
            ? TypedResults.Accepted((string?)null, ScheduleModels.Of(fire))
            : ScheduleIds.Unknown(id);

    private static async Task<Results<Accepted<BackfilledModel>, ProblemHttpResult>> BackfillAsync(
        string id, HttpContext context, IJobSchedules schedules, GatewayLimits limits)
    {
        var (body, refusal) = await RequestBody.ReadJsonAsync(context.Request, limits.MaxBodyBytes);
        if (refusal is not null)
        {
            return refusal;
        }
        var (from, to) = ReadRange(body.ToArray(), out var faults);
        context.Request.BodyReader.AdvanceTo(body.End);
        if (faults.Count > 0)
        {
            return GatewayProblems.Faults(faults);
        }
        return await schedules.BackfillAsync(ScheduleIds.Of(id), from!.Value, to!.Value, context.RequestAborted) is { } count
            ? TypedResults.Accepted((string?)null, new BackfilledModel(count))
            : ScheduleIds.Unknown(id);
    }

    private static async Task<(string? Note, ProblemHttpResult? Refusal)> ReadNoteAsync(HttpRequest request, GatewayLimits limits)
    {
        var (body, refusal) = await RequestBody.ReadJsonAsync(request, limits.MaxBodyBytes);
        if (refusal is not null)
        {
            return (null, refusal);
        }
        var note = ReadNote(body.ToArray(), out var faults);
        request.BodyReader.AdvanceTo(body.End);
        return faults.Count > 0 ? (null, GatewayProblems.Faults(faults)) : (note ?? "", null);
    }

    private static string? ReadNote(ReadOnlySpan<byte> json, out List<string> faults)
    {
        string? note = null;
        faults = [];
        try
        {
            var fields = new FieldReader(json, PauseFields);
            if (!fields.Open())
            {
                faults.Add($"The body must be a JSON object but is {FieldFaults.Describe(fields.Kind)}.");
                return null;
            }
            while (fields.Next(out _))
            {
                note = fields.Text("note");
            }
            faults.AddRange(fields.Faults ?? []);
            if (note is not null && (note.Length > MaxNoteLength || !Client.JobAdmission.IsText(note)))
            {
                faults.Add($"note must have at most {MaxNoteLength} characters of Unicode text without NUL characters.");
            }
        }
        catch (JsonException fault)
        {
            faults.Add(FieldFaults.NotJson("The body", fault));
        }
        catch (InvalidOperationException)
        {
            faults.Add("The body holds text that is no Unicode.");
        }
        return note;
    }

    private static (DateTimeOffset? From, DateTimeOffset? To) ReadRange(ReadOnlySpan<byte> json, out List<string> faults)
    {
        DateTimeOffset? from = null, to = null;
        faults = [];
        try
        {
            var fields = new FieldReader(json, BackfillFields);
            if (!fields.Open())
            {
                faults.Add($"The body must be a JSON object but is {FieldFaults.Describe(fields.Kind)}.");
                return (null, null);
            }
            while (fields.Next(out var field))
            {
                if (field == 0)
                {
                    from = fields.Time("from");
                }
                else
                {
                    to = fields.Time("to");
                }
            }
            faults.AddRange(fields.Faults ?? []);
            if (faults.Count == 0 && (from is null || to is null))
            {
                faults.Add("from and to are needed: the first and the last time to make up for.");
            }
        }
        catch (JsonException fault)
        {
            faults.Add(FieldFaults.NotJson("The body", fault));
        }
        catch (InvalidOperationException)
        {
            faults.Add("The body holds text that is no Unicode.");
        }
        return (from, to);
    }
}
