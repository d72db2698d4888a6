namespace ActorJobs.Runtime.Worker;

/// <summary>A unit cannot go on and wants to be made anew.</summary>
internal sealed class WorkerUnitException(string message, Exception? cause = null) : Exception(message, cause);
