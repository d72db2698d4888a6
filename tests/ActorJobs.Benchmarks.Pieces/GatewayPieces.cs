using System.Buffers;
using System.IO.Pipelines;
using ActorJobs.Client;
using ActorJobs.Gateway.Batch;
using ActorJobs.Gateway.Bodies;
using BenchmarkDotNet.Attributes;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>What the gateway does with what was sent, but for HTTP itself and the client behind it.</summary>
public class GatewayPieces
{
    private const int MaxItemBytes = 1024 * 1024;

    private readonly byte[] _body = Sample.Body(1);

    private readonly ReadOnlySequence<byte> _lines =
        new([.. Enumerable.Range(0, Sample.Batch).SelectMany(n => (byte[])[.. Sample.Body(n), (byte)'\n'])]);

    private readonly ChunkSender _sender = new(new NoClient(), JobDefaults.Standard, TimeProvider.System);

    /// <summary>A body of POST /api/v1/jobs.</summary>
    [Benchmark(Description = "gateway: reads a job's body")]
    public object Read() => JobBodyReader.Read(_body, "The body", JobDefaults.Standard, Sample.Now).Request!;

    /// <summary>A body of POST /api/v1/jobs/batch.</summary>
    [Benchmark(Description = "gateway: reads NDJSON and sends chunks", OperationsPerInvoke = Sample.Batch)]
    public async Task<long> ReadLinesAsync()
    {
        var run = new BatchRun(_sender, new LineSplitter(MaxItemBytes), JobDefaults.Standard, MaxItemBytes, TimeProvider.System);
        await run.ReadAsync(PipeReader.Create(_lines), CancellationToken.None);
        return run.Report.Accepted;
    }
}
