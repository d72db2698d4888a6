namespace ActorJobs.Testing;

/// <summary>Jobs are not as a test says.</summary>
/// <param name="message">What was expected, and what there is.</param>
public sealed class JobAssertionException(string message) : Exception(message);
