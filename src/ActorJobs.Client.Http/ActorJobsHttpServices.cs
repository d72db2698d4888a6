using ActorJobs.Client;
using ActorJobs.Client.Http;
using ActorJobs.Client.Http.Calls;
using ActorJobs.Operations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the HTTP client.</summary>
public static class ActorJobsHttpServices
{
    /// <summary>
    /// Adds one <see cref="ActorJobsHttpClient"/> for the program, also as <see cref="IJobClient"/> and
    /// <see cref="IJobOperations"/> where those are not registered yet.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="options">Where the gateway is.</param>
    /// <returns>The HTTP client under it, to which handlers may be added. It needs no retries: those are made
    /// above.</returns>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message names every fault.</exception>
    public static IHttpClientBuilder AddActorJobsHttpClient(
        this IServiceCollection services, GatewayClientOptions options)
    {
        OptionRules.Check(options);
        return services.AddActorJobsHttpClient(_ => options);
    }

    /// <inheritdoc cref="AddActorJobsHttpClient(IServiceCollection, GatewayClientOptions)"/>
    /// <param name="services">The program's services.</param>
    /// <param name="options">Makes the options when the client is first asked for.</param>
    public static IHttpClientBuilder AddActorJobsHttpClient(
        this IServiceCollection services, Func<IServiceProvider, GatewayClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(provider => new ActorJobsHttpClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpConnections.Name), options(provider)));
        services.TryAddSingleton<IJobClient>(provider => provider.GetRequiredService<ActorJobsHttpClient>());
        services.TryAddSingleton<IJobOperations>(provider => provider.GetRequiredService<ActorJobsHttpClient>());
        // The client lives as long as the program; connections are renewed below it, so that names are looked up again.
        return services.AddHttpClient(HttpConnections.Name)
            .ConfigurePrimaryHttpMessageHandler(HttpConnections.Create)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }
}
