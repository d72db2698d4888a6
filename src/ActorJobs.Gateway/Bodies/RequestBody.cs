using System.Buffers;
using ActorJobs.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Gateway.Bodies;

/// <summary>Reads a whole request body of bounded size.</summary>
internal static class RequestBody
{
    public const string Json = "application/json";
    public const string NdJson = "application/x-ndjson";

    /// <summary>
    /// Waits until the body is in the request's pipe, holding no more than the limit. The caller must advance the pipe
    /// past the buffer when it has read it.
    /// </summary>
    /// <returns>The body, or the answer that refuses it.</returns>
    public static async ValueTask<(ReadOnlySequence<byte> Body, ProblemHttpResult? Refusal)> ReadJsonAsync(
        HttpRequest request, int maxBytes)
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return (default, GatewayProblems.MissingBody());
        }
        if (!HasType(request, Json))
        {
            return (default, GatewayProblems.WrongType(request.ContentType, Json));
        }
        if (request.ContentLength > maxBytes)
        {
            return (default, GatewayProblems.TooLarge(maxBytes));
        }
        var pipe = request.BodyReader;
        while (true)
        {
            var read = request.ContentLength is > 0 and { } length
                ? await pipe.ReadAtLeastAsync((int)length, request.HttpContext.RequestAborted)
                : await pipe.ReadAsync(request.HttpContext.RequestAborted);
            var body = read.Buffer;
            if (body.Length > maxBytes)
            {
                pipe.AdvanceTo(body.End);
                return (default, GatewayProblems.TooLarge(maxBytes));
            }
            if (read.IsCompleted)
            {
                return body.IsEmpty ? (default, GatewayProblems.MissingBody()) : (body, null);
            }
            pipe.AdvanceTo(body.Start, body.End);
        }
    }

    /// <summary>True when the content type is the one named, with UTF-8 as its only allowed charset.</summary>
    public static bool HasType(HttpRequest request, string wanted)
    {
        var text = request.ContentType;
        return string.Equals(text, wanted, StringComparison.Ordinal)
            || (MediaTypeHeaderValue.TryParse(text, out var type)
                && type.MediaType.Equals(wanted, StringComparison.OrdinalIgnoreCase)
                && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
                    || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase)));
    }
}
