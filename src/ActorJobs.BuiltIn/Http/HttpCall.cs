using System.Text.Json;
using ActorJobs.Rules;

namespace ActorJobs.BuiltIn.Http;

/// <summary>A checked <c>http</c> job: what is to be sent where.</summary>
internal sealed record HttpCall(
    Uri Url, HttpMethod Method, IReadOnlyDictionary<string, string> Headers, JsonElement? Body, TimeSpan? Timeout)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Checks a payload; throws one permanent error that names every field at fault.</summary>
    public static HttpCall From(HttpJobArgs args)
    {
        var faults = new List<string>();
        var url = UrlOf(args.Url, faults);
        var hasBody = args.Body is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };
        var method = (args.Method ?? (hasBody ? "POST" : "GET")).ToUpperInvariant();
        if (!Methods.Contains(method))
        {
            faults.Add($"method must be one of {string.Join(", ", Methods)}.");
        }
        var headers = args.Headers ?? [];
        faults.AddRange(headers.Select(header => HeaderRule.FaultOf(header.Key, header.Value)).OfType<string>());
        var timeout = TimeoutOf(args.Timeout, faults);
        Payload.ThrowIfAny(faults);
        return new HttpCall(url!, new HttpMethod(method), headers, hasBody ? args.Body : null, timeout);
    }

    private static Uri? UrlOf(string? text, List<string> faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            faults.Add("url is missing; give an absolute http or https URL.");
            return null;
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            faults.Add("url must be an absolute http or https URL.");
            return null;
        }
        if (url.UserInfo.Length > 0)
        {
            faults.Add("url must not hold a user name or password; send an Authorization header.");
        }
        return url;
    }

    private static TimeSpan? TimeoutOf(string? text, List<string> faults)
    {
        if (text is null)
        {
            return null;
        }
        if (!DurationText.TryParse(text, out var timeout) || timeout < JobLimits.MinTimeout || timeout > JobLimits.MaxTimeout)
        {
            faults.Add("timeout must be a duration from 100ms to 7d such as 10s.");
        }
        return timeout;
    }
}
