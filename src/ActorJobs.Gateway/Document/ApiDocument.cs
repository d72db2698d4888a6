using System.Text.Json.Nodes;
using ActorJobs.Gateway.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ActorJobs.Gateway.Document;

/// <summary>Completes the generated API document with what cannot be seen from the calls' signatures.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    public static void Configure(OpenApiOptions options) => options
        .AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        })
        .AddOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var notes = context.Description.ActionDescriptor.EndpointMetadata;
            Complete(operation, notes);
            if (notes.OfType<BodyNote>().FirstOrDefault() is { } body)
            {
                var schema = await context.GetOrCreateSchemaAsync(body.Model, cancellationToken: cancellationToken);
                operation.RequestBody = Body(body, schema);
            }
        });

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "ActorJobs",
            Version = Name,
            Description = "Background jobs over HTTP. Times are RFC 3339 UTC, durations texts such as 500ms, 10s, 5m, 1h or " +
                "2d. Errors are RFC 9457 problem details; errors lists every fault of the request. When keys are set, send " +
                "one as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.",
        };
        // The address depends on who asks; relative paths are right for all.
        document.Servers?.Clear();
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            ["apiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
            },
        };
    }

    private static void Complete(OpenApiOperation operation, IList<object> notes)
    {
        foreach (var query in notes.OfType<QueryNote>())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
        var scopes = notes.OfType<ScopeRequirement>().FirstOrDefault()?.AnyOf ?? GatewayScopes.None;
        if (scopes != GatewayScopes.None)
        {
            operation.Description += $" Scope: {ScopeWords.Describe(scopes)}.";
            (operation.Responses ??= []).TryAdd("401", new OpenApiResponse { Description = "No valid key, when keys are set." });
            operation.Responses.TryAdd("403", new OpenApiResponse { Description = "The caller may not do this." });
        }
    }

    private static OpenApiRequestBody Body(BodyNote note, OpenApiSchema schema) => new()
    {
        Required = true,
        Content = note.ContentTypes.ToDictionary(type => type, type => new OpenApiMediaType
        {
            Schema = schema,
            Example = type == note.ContentTypes[0] ? JsonNode.Parse(note.Example) : null,
        }),
    };
}
