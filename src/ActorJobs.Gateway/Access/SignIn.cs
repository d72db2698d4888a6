using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Access;

/// <summary>Takes the key that somebody typed on the sign-in page, and ends sessions.</summary>
internal static class SignIn
{
    /// <summary>The sign-in page, which a gateway part shows; it needs no session.</summary>
    public const string Path = "/sign-in";

    // A path of its own: pages answer to POST too.
    private const string InPath = "/session";
    private const string OutPath = "/sign-out";
    private const int MaxKeyLength = 8192;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(InPath, InAsync).AllowWithoutKey().ForBrowsers().ExcludeFromDescription();
        app.MapPost(OutPath, Out).AllowWithoutKey().ForBrowsers().ExcludeFromDescription();
    }

    private static async Task<IResult> InAsync(HttpContext context, Sessions sessions)
    {
        if (!context.Request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var key = form["key"].ToString().Trim();
        var wanted = Local(form["return"].ToString());
        var session = key.Length is 0 or > MaxKeyLength ? null : await sessions.OpenAsync(key, context);
        return session is null
            ? Results.Redirect($"{Path}?refused=true&return={Uri.EscapeDataString(wanted)}")
            : Results.Redirect(wanted);
    }

    private static IResult Out(HttpContext context)
    {
        Sessions.Close(context);
        return Results.Redirect(Path);
    }

    // Only a path of this server: a link must not lead people elsewhere by way of the sign-in.
    private static string Local(string? wanted) =>
        wanted is ['/', ..] && !wanted.StartsWith("//", StringComparison.Ordinal) && !wanted.Contains('\\')
            && !wanted.Any(char.IsControl)
            ? wanted
            : "/";
}
