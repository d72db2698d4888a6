using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Payloads;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>Keeps the rules of enqueue and remembers what it was given.</summary>
internal sealed class FakeClient(JobDefaults defaults, TimeProvider time) : IJobClient
{
    public JobDefaults Defaults => defaults;

    public IPayloadProtector Protector => PlainPayloads.Instance;

    private readonly ConcurrentQueue<NewJob> _jobs = new();
    private int _calls;
    private int _outstanding;

    /// <summary>Off: jobs are counted but not kept.</summary>
    public bool Remembers { get; set; } = true;

    /// <summary>Asked before each call, with its number from 1; throws for it what it returns.</summary>
    public Func<int, Exception?> Failure { get; set; } = _ => null;

    /// <summary>Each call waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Called when a call begins, with the requests that are in calls now.</summary>
    public Action<int> Entered { get; set; } = _ => { };

    /// <summary>Held unique keys and their holders.</summary>
    public Dictionary<string, JobId> HeldKeys { get; } = [];

    public IReadOnlyCollection<NewJob> Jobs => _jobs;

    public int LargestCall { get; private set; }

    public long Count { get; private set; }

    public ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, EnqueueOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("The gateway has bytes, not arguments.");

    public async ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken = default)
    {
        var call = Interlocked.Increment(ref _calls);
        Entered(Interlocked.Add(ref _outstanding, requests.Count));
        try
        {
            await Gate.WaitAsync(cancellationToken);
            if (Failure(call) is { } failure)
            {
                throw failure;
            }
            return Store(requests);
        }
        finally
        {
            Interlocked.Add(ref _outstanding, -requests.Count);
        }
    }

    private ImmutableArray<EnqueueResult> Store(IReadOnlyList<JobRequest> requests)
    {
        var jobs = requests.Select(request => JobAdmission.Admit(request, defaults, time.GetUtcNow())).ToList();
        lock (_jobs)
        {
            Count += jobs.Count;
            LargestCall = Math.Max(LargestCall, jobs.Count);
        }
        return [.. jobs.Select(Store)];
    }

    private EnqueueResult Store(NewJob job)
    {
        if (job.UniqueKey is { } key && HeldKeys.TryGetValue(key, out var holder))
        {
            return new EnqueueResult(holder, JobState.Running, true);
        }
        if (Remembers)
        {
            _jobs.Enqueue(job);
        }
        return new EnqueueResult(job.Id, job.RunAt is null ? JobState.Ready : JobState.Scheduled, false);
    }
}
