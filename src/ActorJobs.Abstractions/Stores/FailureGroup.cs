namespace ActorJobs.Stores;

/// <summary>Failed jobs of one type that ended with the same error, numbers and ids in its message aside.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Class">What the last error says about trying again.</param>
/// <param name="Message">Its message, with <c>#</c> for what differs.</param>
/// <param name="Count">How many.</param>
/// <param name="FirstAt">When the first of those kept failed.</param>
/// <param name="LastAt">When the last failed.</param>
/// <param name="Example">The newest of them.</param>
public sealed record FailureGroup(
    string Type, ErrorClass Class, string Message, long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, JobId Example);
