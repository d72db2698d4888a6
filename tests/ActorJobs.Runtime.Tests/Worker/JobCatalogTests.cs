using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Runtime.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Runtime.Tests.Worker;

/// <summary>What a process refuses to start with, by its words.</summary>
public sealed class JobCatalogTests
{
    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var services = new ServiceCollection();
        new ActorJobsBuilder(services)
            .AddJob<First>().AddJob<Second>().AddJob<Third>(job => job.Name("no spaces")).AddJob<Asking>()
            .AddJob<Shapes>(job => job.Name("shapes")).AddMiddleware<Around>();

        FaultsOf(services, wanted: ["same", "resize"]).ShouldBe([
            "Job type 'same' has 2 handlers (First, Second); register one.",
            "The job type of Third is 'no spaces': type may hold only letters, digits and . _ : / - characters.",
            "Asking asks for Clockwork, which the host does not provide; add it to the services.",
            "Asking asks for Clockwork with key 'fast', which the host does not provide; add it to the services.",
            "Shapes: ShapesArgs.callback is a Action, which cannot be written as JSON.",
            "Around asks for Clockwork, which the host does not provide; add it to the services.",
            "Job type 'resize' has no handler in this process, but WORKER_JOB_TYPES names it; add one or take it out.",
        ]);
    }

    [Fact]
    public void What_the_host_provides_is_not_asked_for_also_by_key()
    {
        var services = new ServiceCollection().AddSingleton<Clockwork>().AddKeyedSingleton<Clockwork>("fast");
        new ActorJobsBuilder(services).AddJob<Asking>();

        FaultsOf(services).ShouldBeEmpty();
    }

    private static string[] FaultsOf(IServiceCollection services, params string[] wanted)
    {
        using var provider = services.BuildServiceProvider();
        try
        {
            _ = new JobCatalog(
                provider.GetServices<JobRegistration>(), provider.GetServices<JobMiddleware>(), wanted,
                provider.GetRequiredService<IServiceProviderIsService>());
            return [];
        }
        catch (InvalidHandlersException fault)
        {
            return [.. fault.Faults];
        }
    }

    public sealed record Args(int Number);

    public sealed record ShapesArgs(Action Callback);

    public sealed class Clockwork;

    public abstract class Quiet<TArgs> : IJobHandler<TArgs>
    {
        public Task HandleAsync(TArgs args, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [Job("same")]
    public sealed class First : Quiet<Args>;

    [Job("same")]
    public sealed class Second : Quiet<Args>;

    public sealed class Third : Quiet<Args>;

    public sealed class Shapes : Quiet<ShapesArgs>;

    public sealed class Around(Clockwork clockwork) : IJobMiddleware
    {
        public string Name => $"{clockwork}";

        public Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken) => next(cancellationToken);
    }

    public sealed class Asking(Clockwork slow, [FromKeyedServices("fast")] Clockwork fast) : Quiet<Args>
    {
        public bool Same => slow == fast;
    }
}
