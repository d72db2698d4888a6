using ActorJobs.Client;
using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Testing.Tests;

/// <summary>What a middleware sees and may do, and what a handler gets from its attempt's scope.</summary>
public sealed class MiddlewareTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public async Task It_sees_an_exception_and_the_exception_that_leaves_it_ends_the_attempt()
    {
        await using var jobs = await StartAsync(async (context, next, cancellationToken) =>
        {
            try
            {
                await next(cancellationToken);
            }
            catch (InvalidOperationException fault)
            {
                _lines.Add(fault.Message);
                throw new JobErrorException(ErrorClass.Permanent, "given up", inner: fault);
            }
        });
        var job = await jobs.Client.EnqueueAsync("work", "fail");

        await jobs.RunToEndAsync();

        _lines.ShouldBe(["begins", "failed"]);
        (await jobs.AssertStateAsync(job.Id, JobState.Failed)).Snapshot.Errors.Single().Message.ShouldBe("given up");
    }

    [Fact]
    public async Task It_may_complete_a_job_without_its_handler_or_in_spite_of_it()
    {
        await using var jobs = await StartAsync(async (context, next, cancellationToken) =>
        {
            if (context.Tags.Contains("skip"))
            {
                return;
            }
            try
            {
                await next(cancellationToken);
            }
            catch (InvalidOperationException)
            {
                _lines.Add("forgiven");
            }
        });
        var skipped = await jobs.Client.EnqueueAsync("work", "fail", new EnqueueOptions { Tags = ["skip"] });
        var forgiven = await jobs.Client.EnqueueAsync("work", "fail");

        await jobs.RunToEndAsync();

        await jobs.AssertStateAsync(skipped.Id, JobState.Succeeded);
        await jobs.AssertStateAsync(forgiven.Id, JobState.Succeeded);
        _lines.ShouldBe(["begins", "forgiven"]);
    }

    [Fact]
    public async Task It_sees_the_time_out_and_may_set_a_shorter_one()
    {
        await using var jobs = await StartAsync(async (context, next, cancellationToken) =>
        {
            using var shorter = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await shorter.CancelAsync();
            try
            {
                await next(shorter.Token);
            }
            catch (OperationCanceledException)
            {
                _lines.Add($"stopped, all of it: {cancellationToken.IsCancellationRequested}");
                throw new TimeoutException("too slow for this middleware");
            }
        });
        var job = await jobs.Client.EnqueueAsync("work", "wait");

        await jobs.RunToIdleAsync();

        _lines.ShouldBe(["begins", "stopped, all of it: False"]);
        (await jobs.AssertStateAsync(job.Id, JobState.Retrying)).Snapshot.Errors.Single().Class.ShouldBe(ErrorClass.Recoverable);
    }

    [Fact]
    public async Task Each_attempt_has_a_scope_and_services_by_key()
    {
        await using var jobs = await JobTestHost.StartAsync(host =>
        {
            host.AddJob<Greet>().Services.AddKeyedSingleton("polite", "good day").AddScoped<Visit>().AddSingleton(_lines);
        });
        await jobs.Client.EnqueueAsync("greet", 0);
        await jobs.Client.EnqueueAsync("greet", 0);

        await jobs.RunToIdleAsync();

        _lines.ShouldBe(["good day", "left", "good day", "left"]);
    }

    private Task<JobTestHost> StartAsync(Func<IJobContext, JobStep, CancellationToken, Task> middleware) =>
        JobTestHost.StartAsync(host =>
        {
            host.AddMiddleware<Given>().AddJob<string>("work", async (text, _, cancellationToken) =>
            {
                _lines.Add("begins");
                await (text == "wait" ? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken) : Task.CompletedTask);
                throw new InvalidOperationException("failed");
            });
            host.Services.AddSingleton(middleware);
        });

    public sealed class Given(Func<IJobContext, JobStep, CancellationToken, Task> run) : IJobMiddleware
    {
        public Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken) => run(context, next, cancellationToken);
    }

    public sealed class Visit(List<string> lines) : IDisposable
    {
        public void Dispose() => lines.Add("left");
    }

    public sealed class Greet([FromKeyedServices("polite")] string greeting, Visit visit, List<string> lines) : IJobHandler<int>
    {
        public Task HandleAsync(int args, IJobContext context, CancellationToken cancellationToken)
        {
            visit.ShouldNotBeNull();
            lines.Add(greeting);
            return Task.CompletedTask;
        }
    }
}
