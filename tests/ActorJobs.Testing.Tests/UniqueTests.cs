using ActorJobs.Client;
using ActorJobs.Handlers;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Testing.Tests;

/// <summary>Unique keys that may be taken over, as a handler's author sees them.</summary>
public sealed class UniqueTests
{
    [Job("index", UniqueKey = "doc-{document}", OnDuplicate = UniquePolicy.Replace)]
    public sealed record Index(int Document, string Text);

    public sealed class IndexHandler(List<string> seen) : IJobHandler<Index>
    {
        public Task HandleAsync(Index args, IJobContext context, CancellationToken cancellationToken)
        {
            seen.Add(args.Text);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Of_many_changes_in_a_row_the_last_is_worked_on()
    {
        var seen = new List<string>();
        await using var jobs = await JobTestHost.StartAsync(host => host.AddJob<IndexHandler>().Services.AddSingleton(seen));
        var soon = new EnqueueOptions { Delay = TimeSpan.FromSeconds(5) };
        foreach (var text in (string[])["first", "second", "third"])
        {
            await jobs.Client.EnqueueAsync(new Index(7, text), soon);
            await jobs.AdvanceAsync(TimeSpan.FromSeconds(1));
        }
        await jobs.Client.EnqueueAsync(new Index(8, "other"));

        await jobs.RunToEndAsync();

        seen.ShouldBe(["other", "third"]);
    }

    [Fact]
    public async Task A_key_of_the_requests_own_keeps_its_holder()
    {
        var seen = new List<string>();
        await using var jobs = await JobTestHost.StartAsync(host => host.AddJob<IndexHandler>().Services.AddSingleton(seen));
        var own = new EnqueueOptions { UniqueKey = "own" };

        await jobs.Client.EnqueueAsync(new Index(7, "first"), own);

        (await jobs.Client.EnqueueAsync(new Index(7, "second"), own)).Duplicate.ShouldBeTrue();
    }
}
