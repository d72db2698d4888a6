namespace ActorJobs;

/// <summary>What an error says about trying again.</summary>
public enum ErrorClass
{
    /// <summary>Gone by the next try (a deadlock, a lost race): retried at once.</summary>
    Transient,

    /// <summary>Goes away with time (a network fault, a busy server): retried after a back-off. The default.</summary>
    Recoverable,

    /// <summary>Will not go away (a bad argument): not retried, kept for manual action.</summary>
    Permanent,

    /// <summary>The node that ran the attempt was lost; recorded by recovery, never by a handler.</summary>
    Interrupted,
}
