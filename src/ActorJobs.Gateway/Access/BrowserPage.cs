using Microsoft.AspNetCore.Builder;

namespace ActorJobs.Gateway.Access;

/// <summary>
/// Endpoint metadata: people open it in a browser. It takes the session of the sign-in page besides keys, shows that page
/// instead of refusing who has none, and answers no page of another origin.
/// </summary>
internal sealed class BrowserPage
{
    public static BrowserPage Instance { get; } = new();
}

/// <summary>Says of an endpoint that people open it in a browser.</summary>
public static class BrowserPageConventions
{
    /// <summary>The endpoint is for browsers: a session counts, and who has none is sent to the sign-in page.</summary>
    public static TBuilder ForBrowsers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(BrowserPage.Instance));
        return builder;
    }
}
