using System.Net;
using System.Text;
using ActorJobs.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace ActorJobs.Gateway.Resources;

/// <summary><c>/</c>: a plain page that lists the calls.</summary>
internal static class HomePage
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", Show)
        .AllowWithoutKey()
        .ExcludeFromDescription();

    private static ContentHttpResult Show(IEnumerable<EndpointDataSource> sources, HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return TypedResults.Text(Write(sources), "text/html; charset=utf-8");
    }

    private static string Write(IEnumerable<EndpointDataSource> sources)
    {
        var page = new StringBuilder("""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>ActorJobs</title></head><body>
            <h1>ActorJobs</h1>
            <p>The calls of this gateway; <a href="/openapi/v1.json">/openapi/v1.json</a> describes them in full.</p>
            <table><tr><th>Call</th><th>What it does</th></tr>

            """);
        foreach (var call in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().OrderBy(Path))
        {
            var method = call.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0];
            if (call.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary is { } summary)
            {
                page.Append("<tr><td><code>").Append(method).Append(' ').Append(WebUtility.HtmlEncode(Path(call)))
                    .Append("</code></td><td>").Append(WebUtility.HtmlEncode(summary)).Append("</td></tr>\n");
            }
        }
        return page.Append("</table></body></html>\n").ToString();
    }

    private static string Path(RouteEndpoint call) => "/" + call.RoutePattern.RawText?.TrimStart('/');
}
