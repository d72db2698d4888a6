using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ActorJobs.Gateway.Resources;

/// <summary>Ids of schedules in addresses.</summary>
internal static class ScheduleIds
{
    /// <summary>The id meant: it may hold a slash, which the server leaves as it is written, <c>%2F</c>.</summary>
    public static string Of(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public static ProblemHttpResult Unknown(string segment) => GatewayProblems.Of(
        StatusCodes.Status404NotFound, $"There is no schedule '{NearestName.Cut(Of(segment))}'; GET /api/v1/schedules lists all.");
}
