using System.Collections.Immutable;
using System.Text;
using ActorJobs.Handlers;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Events;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Runtime.Tests.Worker;

/// <summary>A node's worker with handlers of the test, a store that records outcomes, and a clock moved by hand.</summary>
public abstract class NodeWorkerFixture : IAsyncDisposable
{
    private protected static readonly WorkerSettings Settings = new() { Slots = 2 };

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly Dictionary<string, Func<IJobContext, CancellationToken, Task>> _handlers = [];

    private protected FakeTimeProvider Time { get; } = new(Any.Now);

    private protected OutcomeRecorder Store { get; } = new();

    private protected IPayloadProtector Protector { get; set; } = PlainPayloads.Instance;

    private protected SemaphoreSlim Started { get; } = new(0);

    private protected NodeWorker? Worker { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (Worker is not null)
        {
            await Worker.DisposeAsync();
        }
        await _services.DisposeAsync();
        Started.Dispose();
    }

    private protected void Handle(string type, Func<IJobContext, CancellationToken, Task> handler) => _handlers[type] = handler;

    private protected ReadyJob Assign(params ReadyJob[] jobs)
    {
        AssignBy(1, jobs);
        return jobs[0];
    }

    private protected void AssignBy(long claim, params ReadyJob[] jobs)
    {
        Worker ??= Create();
        Worker.Accept(new WorkerProtocol.AssignJobs(Any.Node, new ClaimId(claim), [.. jobs]));
    }

    private protected NodeWorker Create(params JobRegistration[] more)
    {
        var jobs = _handlers.Select(handler => new JobRegistration(
            handler.Key, (_, _, context, token) => handler.Value(context, token)));
        return new NodeWorker(
            Any.Node, Settings, new JobCatalog(jobs.Concat(more)), _services.GetRequiredService<IServiceScopeFactory>(),
            Store, Protector, new JobEventHub(), Time, NullLogger<NodeWorker>.Instance);
    }

    private protected async Task StartedUntil(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(fired.SetResult);
        Started.Release();
        await fired.Task;
        token.ThrowIfCancellationRequested();
    }
}
