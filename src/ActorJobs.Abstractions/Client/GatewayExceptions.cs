using System.Collections.Immutable;

namespace ActorJobs.Client;

/// <summary>
/// No gateway answered in time. Whether the call was carried out is unknown; enqueuing again under the same
/// <see cref="EnqueueOptions.Id"/>s is safe.
/// </summary>
/// <param name="message">Which address was asked, how long, what was found there, and what to do.</param>
/// <param name="retryAfter">When to try again.</param>
/// <param name="inner">The last fault of the connection, if there was one.</param>
public sealed class GatewayUnavailableException(string message, TimeSpan retryAfter, Exception? inner = null)
    : ActorJobsException(message, inner)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>The gateway does not let this caller do that: no key, a wrong one, or one of a smaller scope.</summary>
/// <param name="message">What the gateway says, and what to do.</param>
/// <param name="status">401 or 403.</param>
public sealed class AccessRefusedException(string message, int status) : ActorJobsException(message)
{
    /// <summary>401: no valid key; 403: the key's scope is too small.</summary>
    public int Status { get; } = status;
}

/// <summary>The gateway refused a call as it stands; repeating it changes nothing.</summary>
/// <param name="status">Status code of HTTP.</param>
/// <param name="faults">Every fault, as whole sentences.</param>
public sealed class RequestRefusedException(int status, ImmutableArray<string> faults)
    : ActorJobsException(string.Join(' ', faults))
{
    /// <summary>Status code of HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>Every fault, as whole sentences.</summary>
    public ImmutableArray<string> Faults { get; } = faults;
}
