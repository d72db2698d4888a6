using ActorJobs.Runtime.QueueReader;
using ActorJobs.Stores;
using Akka.Actor;
using BenchmarkDotNet.Attributes;

namespace ActorJobs.Benchmarks.Pieces;

/// <summary>What the reader does for a job: takes in a page of its lane, chooses its node, cuts the assignment, and lets go of it.</summary>
public class ReaderPieces
{
    private static readonly Lane Lane = new(Priority.Normal, Sample.Type);

    private readonly DispatchTable _table = new();
    private readonly LanePage _page = new(Sample.ReadyJobs, LaneCursor.Start, End: true);

    /// <summary>A node that takes the whole batch.</summary>
    [GlobalSetup]
    public void Announce() => _table.Node(Sample.Node).Announce(
        new QueueReaderProtocol.AnnounceWorker(Sample.Report, Sample.Batch, 0, ActorRefs.Nobody));

    /// <summary>One batch through the table.</summary>
    [Benchmark(Description = "reader: takes in, plans, cuts and lets go", OperationsPerInvoke = Sample.Batch)]
    public int Plan()
    {
        var lane = _table.Lane(Lane);
        lane.EndRead(_page, lane.BeginRead().Generation, _table.PassesOver);
        var parts = 0;
        foreach (var (_, jobs) in _table.Plan(Sample.Batch, Sample.Now))
        {
            parts += AssignmentParts.Of(jobs).Count();
            foreach (var job in jobs)
            {
                _table.End(job.Id);
            }
        }
        return parts;
    }
}
