using System.Net;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Gateway.Access;

/// <summary>
/// Without keys only programs of this machine may call. A browser of this machine is one, so pages of other sites must
/// be kept out too: by name (DNS rebinding) and by origin (a form or a script that posts across sites). With keys the
/// origin still counts for what browsers open.
/// </summary>
internal static class StrangerRule
{
    /// <summary>Why the request is refused; null when it is welcome.</summary>
    /// <param name="context">The request.</param>
    /// <param name="requiresKey">True when keys are set: then others than this machine may call.</param>
    /// <param name="isPage">True for what browsers open.</param>
    public static string? Refusal(HttpContext context, bool requiresKey, bool isPage)
    {
        var request = context.Request;
        if (!requiresKey && context.Connection.RemoteIpAddress is { } remote && !IPAddress.IsLoopback(remote))
        {
            return "Without API_KEYS or JWT_SECRET only this machine may call.";
        }
        if (!requiresKey && !Loopback.IsName(request.Host.Host))
        {
            return "Without API_KEYS or JWT_SECRET the gateway answers only to 127.0.0.1, [::1] or localhost.";
        }
        if (isPage && !IsSameOrigin(request))
        {
            return "Pages of other origins may not reach the dashboard.";
        }
        return requiresKey || IsSafe(request.Method) || IsSameSite(request)
            ? null
            : "Without API_KEYS or JWT_SECRET pages of other origins may not change anything.";
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // Browsers send Origin with every cross-origin request that is not a GET or HEAD; other programs send none.
    private static bool IsSameSite(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        return (site is null or "same-origin" or "none") && IsSameOrigin(request);
    }

    // Browsers send it when they open a socket too.
    private static bool IsSameOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        return origin is null || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
