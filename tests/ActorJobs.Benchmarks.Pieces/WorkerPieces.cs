using ActorJobs.Handlers;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.Worker;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>What a worker does for a job from its assignment until its outcome is written, by a store that does nothing.</summary>
public class WorkerPieces
{
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly WorkerProtocol.AssignJobs _assignment = new(Sample.Node, Sample.Claim, Sample.ReadyJobs);
    private NodeWorker _worker = null!;
    private TaskCompletionSource _all = new();
    private int _left;

    /// <summary>A worker of ten slots whose handler does nothing.</summary>
    [GlobalSetup]
    public void Start() => _worker = new NodeWorker(
        Sample.Node, new WorkerSettings { Slots = 10 }, new JobCatalog([JobRegistration.For<Nothing, Mail>(Sample.Type)]),
        _services.GetRequiredService<IServiceScopeFactory>(), new NoStore(), PlainPayloads.Instance, new JobEventHub(),
        TimeProvider.System, NullLogger<NodeWorker>.Instance)
    {
        Ended = ended =>
        {
            if (Interlocked.Add(ref _left, -ended.Jobs.Length) == 0)
            {
                _all.SetResult();
            }
        },
    };

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _worker.DisposeAsync();
        await _services.DisposeAsync();
    }

    /// <summary>Slots, attempts, scopes, arguments, outcomes.</summary>
    [Benchmark(Description = "worker: runs a job that does nothing", OperationsPerInvoke = Sample.Batch)]
    public Task RunAsync()
    {
        _left = Sample.Batch;
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _worker.Accept(_assignment);
        return _all.Task;
    }

    private sealed class Nothing : IJobHandler<Mail>
    {
        public Task HandleAsync(Mail args, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
