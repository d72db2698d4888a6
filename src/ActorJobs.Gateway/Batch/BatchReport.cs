using ActorJobs.Gateway.Json;

namespace ActorJobs.Gateway.Batch;

/// <summary>What became of the jobs of a batch. Grows by 16 bytes for each job that was taken in.</summary>
internal sealed class BatchReport
{
    /// <summary>Most rejections that are named; beyond, they are counted.</summary>
    public const int MaxRejectedNamed = 10_000;

    private readonly List<JobId> _ids = [];
    private readonly List<RejectedModel> _rejected = [];
    private readonly List<(long First, long Last)> _unsettled = [];

    /// <summary>Items read, blank lines not counted.</summary>
    public long Lines { get; set; }

    /// <summary>Jobs added.</summary>
    public long Accepted { get; private set; }

    /// <summary>Jobs not added because another holds their unique key.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Items refused.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>The first items refused, in order of their rejection.</summary>
    public IReadOnlyList<RejectedModel> Rejected => _rejected;

    /// <summary>One per accepted job or duplicate, in the order of the batch.</summary>
    public IReadOnlyList<JobId> Ids => _ids;

    /// <summary>Ranges of items of which it is not known that they are stored.</summary>
    public IReadOnlyList<(long First, long Last)> Unsettled => _unsettled;

    /// <summary>Why the store failed; null when it did not.</summary>
    public ActorJobsException? Failure { get; private set; }

    /// <summary>What is wrong with the stream as a whole; null for nothing.</summary>
    public string? StreamFault { get; set; }

    public void Reject(long index, string error)
    {
        RejectedCount++;
        if (_rejected.Count < MaxRejectedNamed)
        {
            _rejected.Add(new RejectedModel(index, error));
        }
    }

    public void Add(ChunkOutcome outcome)
    {
        Failure ??= outcome.Failure;
        if (outcome.Results is null)
        {
            LeaveOut(outcome.Chunk);
            return;
        }
        for (var i = 0; i < outcome.Results.Length; i++)
        {
            if (outcome.Results[i] is { } result)
            {
                _ids.Add(result.Id);
                Accepted += result.Duplicate ? 0 : 1;
                Duplicates += result.Duplicate ? 1 : 0;
            }
            else
            {
                Reject(outcome.Chunk.IndexOf(i), outcome.Faults![i]!);
            }
        }
    }

    /// <summary>Notes that a chunk is not known to be stored.</summary>
    public void LeaveOut(BatchChunk chunk) =>
        _unsettled.Add((chunk.FirstIndex, chunk.IndexOf(chunk.Requests.Count - 1)));
}
