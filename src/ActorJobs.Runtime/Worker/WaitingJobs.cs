using System.Diagnostics.CodeAnalysis;

namespace ActorJobs.Runtime.Worker;

/// <summary>Claimed jobs that wait for a slot, most urgent first. Not thread-safe.</summary>
internal sealed class WaitingJobs
{
    private readonly Queue<HeldJob>[] _byPriority = [new(), new(), new()];

    public int Count => _byPriority[0].Count + _byPriority[1].Count + _byPriority[2].Count;

    public void Add(HeldJob job) => _byPriority[(int)job.Job.Lane.Priority].Enqueue(job);

    /// <summary>Takes out those that arrived before a time.</summary>
    public List<HeldJob> TakeOlder(DateTimeOffset than)
    {
        var older = new List<HeldJob>();
        foreach (var queue in _byPriority)
        {
            while (queue.TryPeek(out var job) && job.ReceivedAt < than)
            {
                older.Add(queue.Dequeue());
            }
        }
        return older;
    }

    public bool TryTake([NotNullWhen(true)] out HeldJob? job)
    {
        foreach (var queue in _byPriority)
        {
            if (queue.TryDequeue(out job))
            {
                return true;
            }
        }
        job = null;
        return false;
    }
}
