using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Payloads;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Events;
using ActorJobs.Stores;
using Akka.Actor;
using BenchmarkDotNet.Attributes;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>What an enqueue costs before and after the store, which does nothing here.</summary>
public class ClientPieces
{
    private static readonly Mail Arguments = new(12345, "someone@example.com", "welcome", "en-GB", 1);

    private readonly StoreJobClient _client = new(
        new NoStore(), new ReaderHints(new QueueReaders([]), TimeProvider.System), new JobEventHub(), JobDefaults.Standard,
        PlainPayloads.Instance, TimeProvider.System);

    private readonly JobRequest _request = new(Sample.Type, Sample.Payload(1));

    private readonly JobRequest[] _requests =
        [.. Enumerable.Range(0, Sample.Batch).Select(n => new JobRequest(Sample.Type, Sample.Payload(n)))];

    /// <summary>Every rule, and the defaults.</summary>
    [Benchmark(Description = "client: checks and completes a job")]
    public NewJob Admit() => JobAdmission.Admit(_request, JobDefaults.Standard, Sample.Now);

    /// <summary>Arguments to JSON and all the rest.</summary>
    [Benchmark(Description = "client: enqueues one job")]
    public Task<EnqueueResult> EnqueueAsync() => _client.EnqueueAsync(Sample.Type, Arguments, null, CancellationToken.None).AsTask();

    /// <summary>A batch in one call.</summary>
    [Benchmark(Description = "client: enqueues in bulk", OperationsPerInvoke = Sample.Batch)]
    public Task<ImmutableArray<EnqueueResult>> EnqueueManyAsync() => _client.EnqueueManyAsync(_requests, CancellationToken.None).AsTask();
}
