using ActorJobs.Client;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Batch;

/// <summary>Jobs of a batch that are enqueued in one transaction, and where in the batch they stood.</summary>
/// <param name="expected">How many are expected; the chunk before says.</param>
internal sealed class BatchChunk(int expected = 0)
{
    /// <summary>Most jobs of a transaction.</summary>
    public const int MaxJobs = 1000;

    /// <summary>Bytes of payloads at which a chunk is full.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private readonly List<JobRequest> _requests = [];
    private readonly List<long> _indexes = [];
    private long _bytes;

    public IReadOnlyList<JobRequest> Requests => _requests;

    public bool IsEmpty => _requests.Count == 0;

    public bool IsFull => _requests.Count >= MaxJobs || _bytes >= MaxBytes;

    public long FirstIndex => _indexes[0];

    public long IndexOf(int position) => _indexes[position];

    public void Add(JobRequest request, long index)
    {
        if (IsEmpty)
        {
            _requests.Capacity = expected;
            _indexes.Capacity = expected;
        }
        _requests.Add(request);
        _indexes.Add(index);
        _bytes += request.Payload.Length;
    }
}

/// <summary>What became of a chunk.</summary>
/// <param name="Chunk">Which.</param>
/// <param name="Results">Per request; null where it was refused. Null altogether when the store failed.</param>
/// <param name="Faults">Per request; null where it was taken. Null altogether when none was refused.</param>
/// <param name="Failure">Why the store failed; null when it did not.</param>
internal sealed record ChunkOutcome(
    BatchChunk Chunk, EnqueueResult?[]? Results, string?[]? Faults, ActorJobsException? Failure);
