namespace ActorJobs;

/// <summary>Base of the exceptions that ActorJobs throws for what callers may expect.</summary>
public abstract class ActorJobsException : Exception
{
    private protected ActorJobsException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
