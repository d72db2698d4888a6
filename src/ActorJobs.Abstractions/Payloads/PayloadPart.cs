namespace ActorJobs.Payloads;

/// <summary>Which document of a job is protected, so that one cannot be put in the place of the other.</summary>
public enum PayloadPart
{
    /// <summary>The arguments: what the handler is given.</summary>
    Arguments,

    /// <summary>The result: what the handler set.</summary>
    Result,
}
