using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Wire;
using ActorJobs.Runtime.Worker;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>What a job costs on its way to a worker of another node and back.</summary>
public class WirePieces
{
    private static readonly WireForm Assignments = WireForms.ByType[typeof(WorkerProtocol.AssignJobs)];
    private static readonly WireForm Ends = WireForms.ByType[typeof(QueueReaderProtocol.JobsEnded)];

    private readonly WorkerProtocol.AssignJobs _assignment = new(Sample.Node, Sample.Claim, Sample.ReadyJobs);
    private readonly QueueReaderProtocol.JobsEnded _ended = new(
        Sample.Node, [.. Sample.ReadyJobs.Select(job => new EndedJob(job.Id, Sample.Claim))], [], [], null);

    private readonly byte[] _assignmentBytes;
    private readonly byte[] _endedBytes;

    /// <summary>Both messages as they cross.</summary>
    public WirePieces()
    {
        _assignmentBytes = WriteAssignment();
        _endedBytes = WriteEnd();
    }

    /// <summary>By the reader's node.</summary>
    [Benchmark(Description = "wire: writes AssignJobs", OperationsPerInvoke = Sample.Batch)]
    public byte[] WriteAssignment() => Assignments.Write(_assignment).ToByteArray();

    /// <summary>By the worker's node.</summary>
    [Benchmark(Description = "wire: reads AssignJobs", OperationsPerInvoke = Sample.Batch)]
    public object ReadAssignment() => Assignments.Read(_assignmentBytes, null!);

    /// <summary>By the worker's node.</summary>
    [Benchmark(Description = "wire: writes JobsEnded", OperationsPerInvoke = Sample.Batch)]
    public byte[] WriteEnd() => Ends.Write(_ended).ToByteArray();

    /// <summary>By the reader's node.</summary>
    [Benchmark(Description = "wire: reads JobsEnded", OperationsPerInvoke = Sample.Batch)]
    public object ReadEnd() => Ends.Read(_endedBytes, null!);
}
