using ActorJobs.Dashboard.Assets;
using ActorJobs.Gateway;
using ActorJobs.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Dashboard;

/// <summary>Maps pages, their socket and what browsers load for them.</summary>
internal sealed class DashboardPart(DashboardAssets assets) : IGatewayPart
{
    // Styles are set inline by the component library; scripts never are.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public void Map(WebApplication app)
    {
        app.Use(SetHeaders);
        app.MapGet(DashboardAssets.Route, assets.Answer).AllowWithoutKey().ExcludeFromDescription();
        // Nothing is posted to a page; the sign-in form is checked by its origin.
        app.MapRazorComponents<Layout.App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .DisableAntiforgery()
            .RequireGatewayScope(GatewayScopes.Read)
            .ForBrowsers();
    }

    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            context.Response.Headers.CacheControl = "no-store";
        }
        return next(context);
    }
}
