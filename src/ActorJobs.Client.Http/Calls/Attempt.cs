using System.Net;

namespace ActorJobs.Client.Http.Calls;

/// <summary>One try of a call: an answer, or why there is none.</summary>
internal sealed record Attempt(GatewayAnswer? Answer, Exception? Fault)
{
    /// <summary>True when the gateway surely did nothing.</summary>
    public bool IsUndone => Answer?.Status == HttpStatusCode.TooManyRequests
        || Fault is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError,
        };

    /// <summary>True when another try may go better.</summary>
    public bool IsTransient => Answer is { } answer
        ? answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout
        : Fault is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };

    /// <summary>What the gateway, or the connection to it, did.</summary>
    public string Reason => Fault switch
    {
        HttpRequestException { InnerException: System.Net.Sockets.SocketException socket } => socket.Message,
        OperationCanceledException => "it does not answer",
        { } fault => fault.Message,
        null => $"it answered {(int)Answer!.Status}",
    };
}
