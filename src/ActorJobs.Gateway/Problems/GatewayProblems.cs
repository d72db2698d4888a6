using System.Globalization;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Schedules;
using ActorJobs.Scheduling.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ActorJobs.Gateway.Problems;

/// <summary>Every refusal of the gateway, as RFC 9457 problem details.</summary>
internal static class GatewayProblems
{
    public static ProblemHttpResult Of(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status);

    /// <summary>All faults of a request: as a list, and as one text.</summary>
    public static ProblemHttpResult Faults(IEnumerable<string> faults, int status = StatusCodes.Status400BadRequest)
    {
        var all = faults.Distinct(StringComparer.Ordinal).ToArray();
        return TypedResults.Problem(string.Join(' ', all), statusCode: status,
            extensions: new Dictionary<string, object?> { ["errors"] = all });
    }

    public static ProblemHttpResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, detail);

    public static ProblemHttpResult UnknownJob(string id) => Of(StatusCodes.Status404NotFound,
        $"There is no job '{NearestName.Cut(id)}', or it is no longer kept.");

    public static ProblemHttpResult MissingBody() => Faults(["The body is missing; send a JSON object."]);

    public static ProblemHttpResult WrongType(string? found, string wanted) =>
        Of(StatusCodes.Status415UnsupportedMediaType, string.IsNullOrEmpty(found)
            ? $"Content-Type is missing; send {wanted}."
            : $"Content-Type must be {wanted} but is '{NearestName.Cut(found)}'.");

    public static ProblemHttpResult TooLarge(int maxBytes) => Of(StatusCodes.Status413PayloadTooLarge,
        $"The body must have at most {maxBytes} bytes; keep large data elsewhere and pass a reference.");

    /// <summary>A change that does not apply.</summary>
    /// <param name="detail">Why.</param>
    /// <param name="state">State of the job.</param>
    /// <param name="reason"><c>state</c> or <c>keyHeld</c>.</param>
    public static ProblemHttpResult NotApplicable(string detail, JobState? state, string reason) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?> { ["state"] = state?.ToName(), ["reason"] = reason });

    public static ProblemHttpResult Owned(ScheduleOwnedException owned) => TypedResults.Problem(
        owned.Message, statusCode: StatusCodes.Status409Conflict,
        extensions: new Dictionary<string, object?> { ["owner"] = ScheduleJson.ToWord(owned.Owner) });

    /// <summary>Says when to come back; at least a second, as the header counts in whole ones.</summary>
    public static void SetRetryAfter(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))
            .ToString(CultureInfo.InvariantCulture);
}
