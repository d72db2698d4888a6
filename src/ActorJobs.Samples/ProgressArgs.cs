namespace ActorJobs.Samples;

/// <summary>Payload of <c>progress</c>.</summary>
/// <param name="Steps">Number of steps, 1 to 10,000.</param>
/// <param name="Ms">Milliseconds of each step.</param>
internal sealed record ProgressArgs(int Steps, long Ms);
