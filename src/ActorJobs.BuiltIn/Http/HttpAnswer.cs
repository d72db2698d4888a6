using System.Globalization;
using System.Net;
using System.Text;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Http;

/// <summary>What a final response means for the job.</summary>
internal static class HttpAnswer
{
    private const int ReadBytes = 8 * 1024;

    private static readonly string[] KeptHeaders = ["content-type", "etag", "last-modified", "location"];

    /// <summary>408, 429 and 5xx are recoverable, in their own time if they name it; every other failure is
    /// permanent.</summary>
    public static void ThrowUnlessSuccess(HttpCall call, HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }
        var status = response.StatusCode;
        var isRecoverable = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError;
        throw new JobErrorException(
            isRecoverable ? ErrorClass.Recoverable : ErrorClass.Permanent,
            string.Create(CultureInfo.InvariantCulture, $"{call.Method} {HttpJob.Origin(call.Url)} answered {(int)status}."),
            isRecoverable ? RetryAfter(response, now) : null);
    }

    /// <summary>Reads the body as far as it is kept; the rest is left on the wire.</summary>
    public static async Task<HttpJobResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new BoundedText();
        var buffer = new byte[ReadBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        int count;
        while (!body.IsCut && (count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Append(buffer.AsSpan(0, count));
        }
        var text = body.TotalBytes == 0 ? null : body.ToText(EncodingOf(response));
        return new HttpJobResult((int)response.StatusCode, HeadersOf(response), text, body.IsCut);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
            _ => null,
        };

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString()))
            .Where(header => KeptHeaders.Contains(header.Name))
            .ToDictionary(header => header.Name, header => header.Value);

    private static Encoding EncodingOf(HttpResponseMessage response)
    {
        try
        {
            return Encoding.GetEncoding(response.Content.Headers.ContentType?.CharSet?.Trim('"') ?? "utf-8");
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
