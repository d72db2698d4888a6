using System.Collections;

namespace ActorJobs.Runtime.Observation;

/// <summary>What every log line of a handler carries: which job, which attempt, where.</summary>
internal sealed class JobScope(string jobId, string type, int attempt, string node) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("JobId", jobId),
        1 => new("Type", type),
        2 => new("Attempt", attempt),
        3 => new("Node", node),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => $"job {type} {jobId} attempt {attempt} on {node}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
