using System.Security.Claims;

namespace ActorJobs.Gateway.Access;

/// <summary>Who opened a page, as pages see it: what they may do and until when.</summary>
public static class CallerIdentity
{
    private const string ScopeClaim = "scope";
    private const string UntilClaim = "until";
    private const string OpenClaim = "open";

    /// <summary>What a caller may do.</summary>
    public static GatewayScopes ScopesOf(ClaimsPrincipal caller) =>
        Enum.TryParse<GatewayScopes>(caller.FindFirst(ScopeClaim)?.Value, out var scopes) ? scopes : GatewayScopes.None;

    /// <summary>When the session ends; null when it does not, as without keys.</summary>
    public static DateTimeOffset? UntilOf(ClaimsPrincipal caller) =>
        long.TryParse(caller.FindFirst(UntilClaim)?.Value, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>True when no keys are set, so that nobody signs in or out.</summary>
    public static bool IsOpen(ClaimsPrincipal caller) => caller.HasClaim(OpenClaim, "true");

    internal static ClaimsPrincipal Of(GatewayScopes scopes, DateTimeOffset? until, bool isOpen)
    {
        var identity = new ClaimsIdentity("ActorJobs");
        identity.AddClaim(new Claim(ScopeClaim, scopes.ToString()));
        if (until is { } end)
        {
            identity.AddClaim(new Claim(UntilClaim, end.ToUnixTimeSeconds().ToString(
                System.Globalization.CultureInfo.InvariantCulture)));
        }
        if (isOpen)
        {
            identity.AddClaim(new Claim(OpenClaim, "true"));
        }
        return new ClaimsPrincipal(identity);
    }
}
