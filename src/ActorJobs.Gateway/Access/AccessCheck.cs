using ActorJobs.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Gateway.Access;

/// <summary>Middleware: with keys, asks for one that has the scope; without, lets in this machine only, unless there is
/// nothing but health and metrics.</summary>
internal sealed class AccessCheck(RequestDelegate next, GatewayOptions options, KeyCheck keys, Sessions sessions)
{
    private const string Bearer = "Bearer ";

    /// <summary>Passes the request on or answers 401 or 403, or shows a browser where to sign in.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var endpoint = context.GetEndpoint();
        var isPage = endpoint?.Metadata.GetMetadata<BrowserPage>() is not null;
        // A socket is opened by a GET, so for pages that counts as a change too.
        if (!options.IsHealthOnly && (isPage || !options.RequiresKey)
            && StrangerRule.Refusal(context, options.RequiresKey, isPage) is { } refusal)
        {
            return GatewayProblems.Forbidden(refusal).ExecuteAsync(context);
        }
        if (!options.RequiresKey)
        {
            if (isPage)
            {
                context.User = CallerIdentity.Of(GatewayScopes.All, until: null, isOpen: true);
            }
            return next(context);
        }
        var needed = endpoint?.Metadata.GetMetadata<ScopeRequirement>()?.AnyOf ?? GatewayScopes.All;
        if (endpoint is null || needed == GatewayScopes.None || (isPage && context.Request.Path == SignIn.Path))
        {
            return next(context);
        }
        return isPage ? CheckPageAsync(context, needed) : CheckAsync(context, needed);
    }

    private Task CheckPageAsync(HttpContext context, GatewayScopes needed)
    {
        if (sessions.Read(context.Request) is { } session && (session.Scopes & needed) != GatewayScopes.None)
        {
            context.User = CallerIdentity.Of(session.Scopes, session.Until, isOpen: false);
            return next(context);
        }
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path.StartsWithSegments("/_blazor"))
        {
            return Unauthorized(context, "The session is over; sign in again.");
        }
        var wanted = context.Request.Path + context.Request.QueryString;
        context.Response.Redirect(wanted == "/" ? SignIn.Path : $"{SignIn.Path}?return={Uri.EscapeDataString(wanted)}");
        return Task.CompletedTask;
    }

    private async Task CheckAsync(HttpContext context, GatewayScopes needed)
    {
        var key = Presented(context.Request);
        if (key is null)
        {
            await Unauthorized(context,
                "A key is needed: send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.");
            return;
        }
        if (await keys.FindAsync(key) is not { } grant)
        {
            await Unauthorized(context, "The key or token is not known, not valid or no longer valid.");
            return;
        }
        await ((grant.Scopes & needed) == GatewayScopes.None
            ? GatewayProblems.Forbidden($"This call needs the scope {ScopeWords.Describe(needed)}.").ExecuteAsync(context)
            : next(context));
    }

    private static Task Unauthorized(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return GatewayProblems.Of(StatusCodes.Status401Unauthorized, detail).ExecuteAsync(context);
    }

    private static string? Presented(HttpRequest request)
    {
        string? authorization = request.Headers[HeaderNames.Authorization];
        if (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true)
        {
            return authorization[Bearer.Length..].Trim();
        }
        string? key = request.Headers["X-Api-Key"];
        return string.IsNullOrEmpty(key) ? null : key;
    }
}
