using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Rules;

namespace ActorJobs.Testing.Tests;

public sealed class RateTests
{
    [Job("call", RateLimit = "3/1m")]
    public sealed record Call(int Number);

    public sealed class CallHandler(TimeProvider clock, List<DateTimeOffset> starts) : IJobHandler<Call>
    {
        public Task HandleAsync(Call args, IJobContext context, CancellationToken cancellationToken)
        {
            starts.Add(clock.GetUtcNow());
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task In_no_minute_more_jobs_start_than_the_rate_allows()
    {
        var starts = new List<DateTimeOffset>();
        await using var jobs = await JobTestHost.StartAsync(host =>
        {
            host.AddJob<CallHandler>();
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(host.Services, starts);
        });
        await jobs.Client.EnqueueManyAsync([.. Enumerable.Range(0, 8).Select(i => JobRequest.For(new Call(i)))]);

        await jobs.RunToIdleAsync();
        starts.Count.ShouldBe(3);
        await jobs.AdvanceAsync(TimeSpan.FromSeconds(59));
        starts.Count.ShouldBe(3);
        await jobs.AdvanceAsync(TimeSpan.FromMinutes(5));

        starts.Count.ShouldBe(8);
        for (var i = 3; i < 8; i++)
        {
            (starts[i] - starts[i - 3]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
        }
    }
}
