using System.Net;
using ActorJobs.Handlers;

namespace ActorJobs.BuiltIn.Http;

/// <summary>How a redirect changes a call (RFC 9110, section 15.4). Whether its target is allowed is checked before it
/// is sent.</summary>
internal static class HttpRedirect
{
    /// <summary>Where a response redirects to, or null.</summary>
    public static Uri? TargetOf(HttpResponseMessage response, Uri from) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location ? new Uri(from, location) : null;

    public static HttpCall Follow(HttpCall call, Uri target, HttpStatusCode status)
    {
        if (target.Scheme is not ("http" or "https") || (call.Url.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps))
        {
            throw new JobErrorException(ErrorClass.Permanent,
                $"{HttpJob.Origin(call.Url)} redirected to the scheme '{target.Scheme}', which is not followed.");
        }
        var next = call with { Url = target };
        if (HttpJob.Origin(target) != HttpJob.Origin(call.Url))
        {
            next = next with { Headers = call.Headers.Where(header => HeaderRule.MayLeaveOrigin(header.Key)).ToDictionary() };
        }
        return BecomesGet(call.Method, status) ? next with { Method = HttpMethod.Get, Body = null } : next;
    }

    private static bool BecomesGet(HttpMethod method, HttpStatusCode status) => status switch
    {
        HttpStatusCode.SeeOther => method != HttpMethod.Head,
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found => method == HttpMethod.Post,
        _ => false,
    };
}
