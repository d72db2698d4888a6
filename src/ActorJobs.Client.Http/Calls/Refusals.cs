using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using ActorJobs.Client.Http.Json;
using ActorJobs.Stores;

namespace ActorJobs.Client.Http.Calls;

/// <summary>Says by an exception why a call failed.</summary>
internal static class Refusals
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(5);

    /// <summary>The exception.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="last">What was seen last; null for nothing.</param>
    /// <param name="isUnsure">True when it is unknown whether the call was carried out.</param>
    /// <param name="options">Where the gateway is.</param>
    public static Exception Of(GatewayCall call, Attempt? last, bool isUnsure, GatewayClientOptions options)
    {
        if (last?.Answer is not { } answer)
        {
            return Unreached(call, last, isUnsure, options);
        }
        var problem = Read(answer);
        var pause = answer.RetryAfter ?? UsualPause;
        var said = problem?.Detail ?? $"{options.Url} answered {(int)answer.Status} to {call.Method} {call.Path}.";
        return answer.Status switch
        {
            HttpStatusCode.TooManyRequests => new StoreBusyException(said, pause),
            HttpStatusCode.ServiceUnavailable => new StoreUnavailableException(said, pause),
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout =>
                Unreached(call, last, isUnsure, options),
            HttpStatusCode.Unauthorized => new AccessRefusedException(
                $"{said} Set {nameof(options.ApiKey)} to one of the gateway's API_KEYS.", (int)answer.Status),
            HttpStatusCode.Forbidden => new AccessRefusedException(said, (int)answer.Status),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
                when call.Enqueues && problem is not null => new InvalidJobException(Faults(problem, said)),
            _ => new RequestRefusedException((int)answer.Status, Faults(problem, said)),
        };
    }

    /// <summary>The problem details of an answer; null when it has none, as from something that is no
    /// gateway.</summary>
    public static ProblemModel? Read(GatewayAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, ClientJson.Default.ProblemModel);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableArray<string> Faults(ProblemModel? problem, string said) =>
        problem?.Errors is { Length: > 0 } errors ? [.. errors] : [said];

    private static GatewayUnavailableException Unreached(
        GatewayCall call, Attempt? last, bool isUnsure, GatewayClientOptions options)
    {
        var unsure = call.Enqueues && isUnsure
            ? " Whether the jobs were enqueued is unknown; repeat with the same ids."
            : "";
        return new GatewayUnavailableException(
            $"No gateway answered at {options.Url} within {options.Timeout.TotalSeconds:0.#} s: "
            + $"{(last?.Reason ?? "there was no time for a try").TrimEnd('.')}.{unsure} "
            + "See that a node with GATEWAY_URL runs there, or ask another address.",
            last?.Answer?.RetryAfter ?? UsualPause, last?.Fault);
    }
}
