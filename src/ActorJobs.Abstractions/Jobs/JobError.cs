namespace ActorJobs;

/// <summary>Why one attempt did not complete.</summary>
/// <param name="Attempt">Number of the attempt, from 1.</param>
/// <param name="At">When it ended.</param>
/// <param name="Class">What the error says about trying again.</param>
/// <param name="Message">Text for people; cut to <see cref="JobLimits.MaxErrorLength"/> characters.</param>
/// <param name="Detail">Exception type and stack trace if there was one, cut likewise.</param>
/// <param name="Node">Address of the node that ran the attempt.</param>
public sealed record JobError(
    int Attempt, DateTimeOffset At, ErrorClass Class, string Message, string? Detail = null, string? Node = null);
