namespace ActorJobs.Benchmarks;

/// <summary>A measurement cannot be made here; the message says why and what to do.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
