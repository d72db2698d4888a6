using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using ActorJobs.Client;
using ActorJobs.Handlers;

namespace ActorJobs.Rules;

/// <summary>The class of an exception that a handler threw. Pure; what is not known is recoverable.</summary>
public static class ErrorClassifier
{
    /// <summary>
    /// The class, and the exception's own wish when to try again. Looks through wrappers
    /// (<see cref="AggregateException"/> and exceptions of unknown class) at the cause.
    /// </summary>
    public static (ErrorClass Class, TimeSpan? RetryAfter) Classify(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is JobErrorException named)
            {
                return (named.ErrorClass, named.RetryAfter);
            }
            if (Known(cause) is { } known)
            {
                return (known, null);
            }
        }
        return (ErrorClass.Recoverable, null);
    }

    private static ErrorClass? Known(Exception exception) => exception switch
    {
        DbException { IsTransient: true } => ErrorClass.Transient,
        HttpRequestException http => Http(http.StatusCode),
        TimeoutException or SocketException or OperationCanceledException => ErrorClass.Recoverable,
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException => ErrorClass.Permanent,
        IOException => ErrorClass.Recoverable,
        UndecodablePayloadException or UnknownJobTypeException or InvalidJobException => ErrorClass.Permanent,
        ArgumentException or FormatException or JsonException or InvalidCastException => ErrorClass.Permanent,
        NotSupportedException or NotImplementedException or AuthenticationException => ErrorClass.Permanent,
        UnauthorizedAccessException => ErrorClass.Permanent,
        _ => null,
    };

    private static ErrorClass Http(HttpStatusCode? status) => status switch
    {
        null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => ErrorClass.Recoverable,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => ErrorClass.Permanent,
        _ => ErrorClass.Recoverable,
    };
}
