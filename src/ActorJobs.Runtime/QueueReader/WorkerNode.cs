using System.Collections.Frozen;
using ActorJobs.Operations;
using ActorJobs.Stores;
using Akka.Actor;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>A worker node as the reader sees it: what it offers and what it was handed.</summary>
/// <param name="node">Which.</param>
internal sealed class WorkerNode(NodeId node)
{
    private const int SuspectInterruptions = 2;

    private readonly int[] _outstanding = new int[3];
    private readonly bool[] _takes = new bool[3];
    private readonly IActorRef?[] _workers = new IActorRef?[3];
    private FrozenSet<string> _types = FrozenSet<string>.Empty;
    private int _suspects;

    public NodeId Node => node;

    public WorkerReport? Report { get; private set; }

    public IActorRef? Agent { get; private set; }

    public int Window { get; private set; }

    public bool Draining { get; set; }

    public int Outstanding => _outstanding[0] + _outstanding[1] + _outstanding[2];

    public static bool IsSuspect(int interruptions) => interruptions >= SuspectInterruptions;

    public void Announce(QueueReaderProtocol.AnnounceWorker offer)
    {
        if (Report is null || !Report.Types.AsSpan().SequenceEqual(offer.Report.Types.AsSpan()))
        {
            _types = offer.Report.Types.ToFrozenSet(StringComparer.Ordinal);
        }
        Array.Clear(_takes);
        foreach (var priority in offer.Report.Priorities)
        {
            _takes[(int)priority] = true;
        }
        Array.Clear(_workers);
        foreach (var (priority, worker) in offer.Workers)
        {
            _workers[(int)priority] = worker;
        }
        Report = offer.Report;
        Agent = offer.Agent;
        Window = offer.Window;
    }

    /// <summary>Its worker of a priority; null when it has not said where that is.</summary>
    public IActorRef? WorkerOf(Priority priority) => _workers[(int)priority];

    public bool Accepts(Lane lane) => !Draining && _takes[(int)lane.Priority] && _types.Contains(lane.Type);

    /// <summary>
    /// True when the job may be handed over now. A node's window counts only jobs as urgent or more, so a full queue of
    /// less urgent ones never holds up an urgent one. A last attempt is not read ahead, so that a crash of the node
    /// ends only what had started; of jobs suspected of killing their node a node runs one at a time, so that they
    /// cannot take others down again and again.
    /// </summary>
    public bool CanTake(ReadyJob job) =>
        Accepts(job.Lane)
        && OutstandingUpTo(job.Lane.Priority) < (job.IsLastAttempt ? Math.Min(Window, Report!.Slots) : Window)
        && (_suspects == 0 || !IsSuspect(job.Interruptions));

    /// <summary>Jobs handed over per slot, of this priority and above.</summary>
    public double LoadUpTo(Priority priority) => (double)OutstandingUpTo(priority) / Math.Max(1, Report?.Slots ?? 1);

    public void Add(Priority priority, int interruptions)
    {
        _outstanding[(int)priority]++;
        _suspects += IsSuspect(interruptions) ? 1 : 0;
    }

    public void Remove(Priority priority, int interruptions)
    {
        _outstanding[(int)priority]--;
        _suspects -= IsSuspect(interruptions) ? 1 : 0;
    }

    private int OutstandingUpTo(Priority priority)
    {
        var sum = 0;
        for (var p = 0; p <= (int)priority; p++)
        {
            sum += _outstanding[p];
        }
        return sum;
    }
}
