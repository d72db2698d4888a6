using ActorJobs.Handlers;
using ActorJobs.Operations;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Wire;
using ActorJobs.Runtime.Worker;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Hosting;

/// <summary>Adds an ActorJobs node to a host.</summary>
public static class ActorJobsServiceCollectionExtensions
{
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds a node that does what its settings say. The host must register an <see cref="IJobStore"/>; job types are
    /// added with
    /// <see cref="AddJob{THandler, TArgs}"/> or as <see cref="JobRegistration"/>s.
    /// </summary>
    public static IServiceCollection AddActorJobs(this IServiceCollection services, NodeSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(settings.Run.Defaults);
        services.TryAddSingleton<TimeProvider>(new StoreClock(TimeProvider.System));
        AddStoreFacets(services);
        services.AddSingleton<JobEventHub>();
        services.AddSingleton<IJobEvents>(provider => provider.GetRequiredService<JobEventHub>());
        services.AddSingleton(provider => new JobCatalog(provider.GetServices<JobRegistration>()));
        AddRuntime(services);
        services.AddAkka(ClusterNames.System, (akka, provider) => akka
            .WithCustomSerializer("actorjobs-wire", WireSerializer.Types, system => new WireSerializer(system))
            .AddSetup(new StoreLeaseSetup(provider.GetRequiredService<IJobStore>()))
            .AddHocon(NodeHocon.Load(settings), HoconAddMode.Prepend)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            }));
        services.AddSingleton<NodeService>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeService>());
        services.AddHostedService<MetricsLog>();
        services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = settings.Run.ShutdownTimeout + settings.Run.CancellationGrace + AfterDrain);
        return services;
    }

    /// <summary>Adds a handler for a job type.</summary>
    public static IServiceCollection AddJob<THandler, TArgs>(this IServiceCollection services, string type)
        where THandler : class, IJobHandler<TArgs> =>
        services.AddSingleton(JobRegistration.For<THandler, TArgs>(type));

    private static void AddStoreFacets(IServiceCollection services)
    {
        services.AddSingleton<IEnqueueStore>(provider => provider.GetRequiredService<IJobStore>());
        services.AddSingleton<IJobQueries>(provider => provider.GetRequiredService<IJobStore>());
        services.AddSingleton<IJobChanges>(provider => provider.GetRequiredService<IJobStore>());
    }

    private static void AddRuntime(IServiceCollection services)
    {
        services.AddSingleton<ISelf>(provider => provider.GetRequiredService<NodeService>());
        services.AddSingleton(provider => provider.GetRequiredService<NodeService>().Runtime.Client);
        services.AddSingleton(provider => provider.GetRequiredService<NodeService>().Runtime.Operations);
        services.AddSingleton(provider => provider.GetRequiredService<NodeService>().Runtime.Status);
    }
}
