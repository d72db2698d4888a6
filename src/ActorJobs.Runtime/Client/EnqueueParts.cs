using System.Collections.Immutable;
using ActorJobs.Client;
using ActorJobs.Runtime.Wire;

namespace ActorJobs.Runtime.Client;

/// <summary>
/// Keeps what is sent to the client actor of another node within the frame of remoting, which drops what is larger.
/// </summary>
public static class EnqueueParts
{
    /// <summary>
    /// Most bytes of one <see cref="JobClientProtocol.Enqueue"/> on the wire: 7 MiB, as the frame is 8 MiB and holds
    /// the addresses too. The largest job there may be takes 5.4 MiB.
    /// </summary>
    public const int MaxBytes = 7 * 1024 * 1024;

    /// <summary>What a request takes on the wire, in bytes, but for a small constant.</summary>
    public static int SizeOf(JobRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ClientForms.SizeOf(request);
    }

    /// <summary>Cuts requests into parts, in order.</summary>
    /// <param name="requests">May be empty, which makes no part.</param>
    /// <param name="maxBytes">Most bytes of a part, 1 to <see cref="MaxBytes"/>; a larger request stands alone.</param>
    public static IEnumerable<ImmutableArray<JobRequest>> Split(IReadOnlyList<JobRequest> requests, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, MaxBytes);
        return SplitThem(requests, maxBytes);
    }

    private static IEnumerable<ImmutableArray<JobRequest>> SplitThem(IReadOnlyList<JobRequest> requests, int maxBytes)
    {
        var part = ImmutableArray.CreateBuilder<JobRequest>();
        var bytes = 0L;
        foreach (var request in requests)
        {
            var size = SizeOf(request);
            if (part.Count > 0 && bytes + size > maxBytes)
            {
                yield return part.ToImmutable();
                part.Clear();
                bytes = 0;
            }
            part.Add(request);
            bytes += size;
        }
        if (part.Count > 0)
        {
            yield return part.ToImmutable();
        }
    }
}
