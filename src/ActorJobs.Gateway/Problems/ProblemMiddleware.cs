using ActorJobs.Client;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Gateway.Problems;

/// <summary>Turns what the calls throw, and what the server refuses without a body, into problem details.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    /// <summary>Answers for the rest of the pipeline when it could not.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody is left to be answered.
        }
        catch (ConnectionResetException)
        {
            return;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await Answer(context, exception).ExecuteAsync(context);
            return;
        }
        if (Unanswered(context) is { } problem)
        {
            await problem.ExecuteAsync(context);
        }
    }

    private ProblemHttpResult Answer(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case InvalidJobException invalid:
                return GatewayProblems.Faults(invalid.Faults);
            case InvalidScheduleException invalid:
                return GatewayProblems.Faults(invalid.Faults);
            case ScheduleOwnedException owned:
                return GatewayProblems.Owned(owned);
            case SchedulerUnavailableException away:
                LogSchedulerAway(logger, context.Request.Path, away.Message);
                GatewayProblems.SetRetryAfter(context.Response, away.RetryAfter);
                return GatewayProblems.Of(StatusCodes.Status503ServiceUnavailable, away.Message);
            case StoreBusyException busy:
                GatewayProblems.SetRetryAfter(context.Response, busy.RetryAfter);
                return GatewayProblems.Of(StatusCodes.Status429TooManyRequests, busy.Message);
            case StoreUnavailableException down:
                LogStoreDown(logger, context.Request.Path, down.Message);
                GatewayProblems.SetRetryAfter(context.Response, down.RetryAfter);
                return GatewayProblems.Of(StatusCodes.Status503ServiceUnavailable, down.Message);
            case BadHttpRequestException bad:
                return GatewayProblems.Of(bad.StatusCode, bad.Message);
            default:
                LogBug(logger, exception, context.Request.Path);
                return GatewayProblems.Of(StatusCodes.Status500InternalServerError,
                    "The gateway failed in a way it did not foresee; its log says more.");
        }
    }

    private static ProblemHttpResult? Unanswered(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentLength is not null || response.ContentType is not null)
        {
            return null;
        }
        var call = $"{context.Request.Method} {NearestName.Cut(context.Request.Path)}";
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => GatewayProblems.Of(response.StatusCode,
                $"There is no call {call}; /openapi/v1.json lists all."),
            StatusCodes.Status405MethodNotAllowed => GatewayProblems.Of(response.StatusCode,
                $"There is no call {call}; this path allows {response.Headers.Allow}."),
            >= StatusCodes.Status400BadRequest => GatewayProblems.Of(response.StatusCode, "The request was refused."),
            _ => null,
        };
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning, Message = "The store did not answer {Path}: {Reason}")]
    private static partial void LogStoreDown(ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Warning, Message = "No scheduler answered {Path}: {Reason}")]
    private static partial void LogSchedulerAway(ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Error, Message = "A call failed unforeseen: {Path}")]
    private static partial void LogBug(ILogger logger, Exception exception, string path);
}
