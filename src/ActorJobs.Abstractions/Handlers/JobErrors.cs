using System.Collections.Immutable;

namespace ActorJobs.Handlers;

/// <summary>Thrown by a handler to name the class of its error.</summary>
/// <param name="errorClass">Transient, recoverable or permanent.</param>
/// <param name="message">Why.</param>
/// <param name="retryAfter">For recoverable errors: when to try again, in place of the back-off; null for the
/// back-off.</param>
/// <param name="inner">The cause.</param>
public sealed class JobErrorException(
    ErrorClass errorClass, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : ActorJobsException(message, inner)
{
    /// <summary>What the error says about trying again.</summary>
    public ErrorClass ErrorClass { get; } = errorClass;

    /// <summary>When to try again, in place of the back-off.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>The payload cannot be read as the handler's arguments: permanent.</summary>
/// <param name="type">Job type.</param>
/// <param name="reason">What does not fit, without the payload's text.</param>
/// <param name="inner">The reader's exception.</param>
public sealed class UndecodablePayloadException(string type, string reason, Exception? inner = null)
    : ActorJobsException($"The payload of a '{type}' job cannot be read: {reason}", inner);

/// <summary>
/// This node has no handler for the type: permanent, as it can only come from a handler removed while a job was on its
/// way.
/// </summary>
/// <param name="type">Job type.</param>
public sealed class UnknownJobTypeException(string type)
    : ActorJobsException($"No handler is registered for job type '{type}' on this node.");

/// <summary>The job types of a process cannot be run as they are registered; it does not start.</summary>
/// <param name="faults">Every fault, as whole sentences.</param>
public sealed class InvalidHandlersException(ImmutableArray<string> faults) : ActorJobsException(
    "The job handlers of this process cannot be used: " + string.Join(' ', faults))
{
    /// <summary>Every fault, as whole sentences.</summary>
    public ImmutableArray<string> Faults { get; } = faults;
}
