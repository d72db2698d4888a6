namespace ActorJobs.Cluster.Tests.Driving;

/// <summary>A test on a cluster failed; tells why, and what the nodes wrote last.</summary>
internal sealed class ClusterTestException(Exception fault, IEnumerable<string> lines)
    : Exception($"{fault.Message}\n{fault.StackTrace}\n{string.Join('\n', lines)}");
