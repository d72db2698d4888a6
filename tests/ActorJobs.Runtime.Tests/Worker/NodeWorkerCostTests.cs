using System.Collections.Immutable;
using ActorJobs.Handlers;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Runtime.Tests.Worker;

/// <summary>What a job costs its worker, from its arrival until its outcome is written, whatever the machine.</summary>
[Collection(AloneCollection.Name)]
public sealed class NodeWorkerCostTests
{
    private const int Batch = 500;
    private const int Batches = 20;

    [Fact]
    public async Task A_job_that_does_nothing_allocates_little()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var store = new CountingStore();
        await using var worker = new NodeWorker(
            Any.Node, new WorkerSettings { Slots = 10 }, new JobCatalog([JobRegistration.For<Nothing, NoArgs>("echo")]),
            services.GetRequiredService<IServiceScopeFactory>(), store, PlainPayloads.Instance, new JobEventHub(),
            TimeProvider.System, NullLogger<NodeWorker>.Instance);
        await RunAsync(worker, store); // compiles, and fills what grows once

        var before = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync(worker, store);

        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(Batch * Batches);
        each.ShouldBeLessThan(2_000, "bytes allocated for a job");
    }

    private static async Task RunAsync(NodeWorker worker, CountingStore store)
    {
        for (var batch = 0; batch < Batches; batch++)
        {
            var all = store.Expect(Batch);
            worker.Accept(new WorkerProtocol.AssignJobs(
                Any.Node, new ClaimId(batch), [.. Enumerable.Range(0, Batch).Select(_ => Any.Job())]));
            await all.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private sealed record NoArgs;

    private sealed class Nothing : IJobHandler<NoArgs>
    {
        public Task HandleAsync(NoArgs args, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class CountingStore : IOutcomeStore
    {
        private static readonly ImmutableArray<OutcomeResult> Recorded =
            [.. Enumerable.Repeat(OutcomeResult.Recorded, Batch)];

        private TaskCompletionSource _all = new();
        private int _left;

        public Task Expect(int outcomes)
        {
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _left = outcomes;
            return _all.Task;
        }

        public Task<ImmutableArray<OutcomeResult>> FinishAsync(
            ImmutableArray<JobOutcome> outcomes, CancellationToken cancellationToken)
        {
            if (Interlocked.Add(ref _left, -outcomes.Length) == 0)
            {
                _all.SetResult();
            }
            return Task.FromResult(Recorded[..outcomes.Length]);
        }

        public Task ReportAsync(ImmutableArray<JobReport> reports, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
