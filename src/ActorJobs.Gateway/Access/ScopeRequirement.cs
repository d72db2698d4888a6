using Microsoft.AspNetCore.Builder;

namespace ActorJobs.Gateway.Access;

/// <summary>Endpoint metadata: the scopes of which one is enough.</summary>
/// <param name="AnyOf">None: the call needs no key.</param>
internal sealed record ScopeRequirement(GatewayScopes AnyOf);

/// <summary>
/// Says of an endpoint who may call it. An endpoint that says nothing needs a valid key of any scope.
/// </summary>
public static class ScopeConventions
{
    /// <summary>The call needs one of the scopes; an admin may always.</summary>
    public static TBuilder RequireGatewayScope<TBuilder>(this TBuilder builder, GatewayScopes anyOf)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ScopeRequirement(anyOf | GatewayScopes.Admin)));
        return builder;
    }

    /// <summary>The call needs no key, even when keys are set.</summary>
    public static TBuilder AllowWithoutKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ScopeRequirement(GatewayScopes.None)));
        return builder;
    }
}
