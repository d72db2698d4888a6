using System.Collections.Immutable;
using ActorJobs.Gateway.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ActorJobs.Gateway.Access;

/// <summary>Middleware: with keys, asks for one that has the scope; without, lets in this machine only, unless
/// there is nothing but health and metrics.</summary>
internal sealed class AccessCheck
{
    private const string Bearer = "Bearer ";

    private readonly RequestDelegate _next;
    private readonly bool _requiresKey;
    private readonly bool _isHealthOnly;
    private readonly ApiKeyRing _keys;
    private readonly TokenReader? _tokens;

    public AccessCheck(RequestDelegate next, GatewayOptions options, TimeProvider time)
    {
        _next = next;
        _requiresKey = options.RequiresKey;
        _isHealthOnly = options.IsHealthOnly;
        _keys = ApiKeyRing.Parse(options.ApiKeys, ImmutableArray.CreateBuilder<string>());
        _tokens = string.IsNullOrEmpty(options.JwtSecret) ? null : new TokenReader(options.JwtSecret, time);
    }

    /// <summary>Passes the request on or answers 401 or 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!_requiresKey)
        {
            var refusal = _isHealthOnly ? null : StrangerRule.Refusal(context);
            return refusal is null
                ? _next(context)
                : GatewayProblems.Forbidden(refusal).ExecuteAsync(context);
        }
        var endpoint = context.GetEndpoint();
        var needed = endpoint?.Metadata.GetMetadata<ScopeRequirement>()?.AnyOf ?? GatewayScopes.All;
        return endpoint is null || needed == GatewayScopes.None ? _next(context) : CheckAsync(context, needed);
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
        var held = _keys.Find(key);
        if (held == GatewayScopes.None)
        {
            var granted = _tokens is null ? null : await _tokens.ReadAsync(key);
            if (granted is null)
            {
                await Unauthorized(context, "The key or token is not known, not valid or no longer valid.");
                return;
            }
            held = granted.Value;
        }
        await ((held & needed) == GatewayScopes.None
            ? GatewayProblems.Forbidden($"This call needs the scope {ScopeWords.Describe(needed)}.").ExecuteAsync(context)
            : _next(context));
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
