using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Persistence;
using ActorJobs.Runtime.Wire;
using ActorJobs.Runtime.Worker;
using ActorJobs.Schedules;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorJobs.Hosting;

/// <summary>Adds an ActorJobs node to a host.</summary>
public static class ActorJobsServiceCollectionExtensions
{
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds a node that does what its settings say. The host must register an <see cref="IJobStore"/>; job types are
    /// added with
    /// <see cref="AddJob{THandler, TArgs}"/> or as <see cref="JobRegistration"/>s. An <see cref="IPayloadProtector"/> that the
    /// host registers encrypts what this node enqueues; without one payloads stay as they are.
    /// </summary>
    public static IServiceCollection AddActorJobs(this IServiceCollection services, NodeSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(new StoreAddresses(
            settings.Store.DatabaseUrl?.Reveal(), settings.Store.RedisUrl?.Reveal(), settings.Store.SqlitePath));
        services.TryAddSingleton<IJobStore>(_ => throw new InvalidSettingsException(
            ["No job store was added to the host; call UseSqlite(), UsePostgres() or UseRedis() of its package."]));
        services.AddSingleton(provider => provider.GetRequiredService<JobCatalog>().Complete(settings.Run.Defaults));
        AddClock(services);
        services.TryAddSingleton<IPayloadProtector>(_ => settings.Encryption.Keys.IsEmpty
            ? PlainPayloads.Instance
            : throw new InvalidOperationException("PAYLOAD_ENCRYPTION_KEY is set but no IPayloadProtector is registered; "
                + "register AesGcmPayloads of ActorJobs.Encryption with the keys, or unset it to run without."));
        AddStoreFacets(services);
        services.AddSingleton<JobEventHub>();
        services.AddSingleton<IJobEvents>(provider => provider.GetRequiredService<JobEventHub>());
        services.AddSingleton(provider => new JobCatalog(
            provider.GetServices<JobRegistration>(), provider.GetServices<JobMiddleware>(),
            settings.Worker.Mode == WorkerMode.JobSpecialized ? settings.Worker.JobTypes : [],
            provider.GetService<IServiceProviderIsService>()));
        AddRuntime(services);
        services.AddAkka(ClusterNames.System, (akka, provider) => akka
            .WithCustomSerializer("actorjobs-wire", WireSerializer.Types, system => new WireSerializer(system))
            .AddSetup(new StoreLeaseSetup(provider.GetRequiredService<IJobStore>()))
            .WithEventLogs(settings, provider)
            .AddHocon(NodeHocon.Load(settings), HoconAddMode.Prepend)
            .WithClusterTls(settings, provider)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory(
                    new QuietLoggerFactory(provider.GetRequiredService<ILoggerFactory>(), TimeProvider.System));
            }));
        services.AddSingleton<NodeService>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeService>());
        services.AddHostedService<MetricsLog>();
        AddSchedules(services, settings);
        services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = settings.Run.ShutdownTimeout + settings.Run.CancellationGrace + AfterDrain);
        return services;
    }

    /// <summary>Adds a handler for a job type.</summary>
    public static IServiceCollection AddJob<THandler, TArgs>(this IServiceCollection services, string type)
        where THandler : class, IJobHandler<TArgs> =>
        services.AddSingleton(JobRegistration.For<THandler, TArgs>(type));

    /// <summary>
    /// Defines a schedule in code. When the host has started, all that it adds become the schedules of this program, known by
    /// the name of its entry assembly: changed ones are changed, and those that it no longer adds are removed. Until a scheduler
    /// takes them that is tried again.
    /// </summary>
    public static IServiceCollection AddSchedule(this IServiceCollection services, Schedule schedule) =>
        services.AddSingleton(new CodeSchedule(schedule));

    /// <summary>
    /// Defines a schedule in code by the arguments of its job, whose type carries <see cref="JobAttribute"/>; otherwise as
    /// <see cref="AddSchedule(IServiceCollection, Schedule)"/>.
    /// </summary>
    /// <param name="builder">What AddActorJobs answered.</param>
    /// <param name="id">Identity of the schedule.</param>
    /// <param name="cron">Cron expression.</param>
    /// <param name="args">Arguments of each job.</param>
    /// <param name="change">Answers the definition wanted, as time zone and overlap; null for the defaults.</param>
    /// <exception cref="ArgumentException">The type of the arguments has no such attribute.</exception>
    public static ActorJobsBuilder AddSchedule<TArgs>(
        this ActorJobsBuilder builder, string id, string cron, TArgs args, Func<Schedule, Schedule>? change = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var request = JobRequest.For(args);
        var options = request.Options!;
        var schedule = new Schedule
        {
            Id = id,
            Cron = cron,
            Job = new ScheduledJob
            {
                Type = request.Type,
                Payload = request.Payload,
                Priority = options.Priority ?? Priority.Normal,
                MaxRetries = options.MaxRetries,
                Timeout = options.Timeout,
                ConcurrencyKey = options.ConcurrencyKey,
            },
        };
        builder.Services.AddSchedule(change?.Invoke(schedule) ?? schedule);
        return builder;
    }

    private static void AddSchedules(IServiceCollection services, NodeSettings settings)
    {
        services.AddSingleton(provider => provider.GetRequiredService<NodeService>().Runtime.Schedules);
        services.AddHostedService<CodeScheduleService>();
        if (settings.Scheduler is { Enabled: true, File: { } path })
        {
            services.AddSingleton(new ScheduleFile(path, settings.Run.Defaults));
        }
    }

    private static AkkaConfigurationBuilder WithEventLogs(
        this AkkaConfigurationBuilder akka, NodeSettings settings, IServiceProvider provider) =>
        JournalHocon.IsInJobStore(settings) && provider.GetRequiredService<IJobStore>() is IEventLogStore logs
            ? akka.AddSetup(new EventLogSetup(logs))
            : akka;

    /// <summary>
    /// The store's clock, unless the host has a clock of its own. That a framework registered the machine's is not the host's
    /// wish.
    /// </summary>
    private static void AddClock(IServiceCollection services)
    {
        foreach (var machines in services.Where(service => service.ServiceType == typeof(TimeProvider)
            && !service.IsKeyedService && ReferenceEquals(service.ImplementationInstance, TimeProvider.System)).ToArray())
        {
            services.Remove(machines);
        }
        services.TryAddSingleton<TimeProvider>(new StoreClock(TimeProvider.System));
    }

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
