namespace ActorJobs.Handlers;

/// <summary>
/// The entry of a plug-in that needs more than its handlers: it adds them, and middleware, and the services that they ask for. Found in
/// the assembly and made by its constructor without parameters, once, before the node starts. Without one in an assembly every handler
/// of it is added.
/// </summary>
public interface IJobModule
{
    /// <summary>Adds what the plug-in brings.</summary>
    /// <param name="jobs">The node's handlers and services.</param>
    void Register(ActorJobsBuilder jobs);
}
