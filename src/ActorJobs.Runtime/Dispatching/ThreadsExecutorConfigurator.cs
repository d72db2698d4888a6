using Akka.Configuration;
using Akka.Dispatch;

namespace ActorJobs.Runtime.Dispatching;

/// <summary>Makes the executor of a dispatcher whose <c>executor</c> in HOCON names this class: <c>threads</c> of its own.</summary>
public sealed class ThreadsExecutorConfigurator : ExecutorServiceConfigurator
{
    /// <summary>Made by Akka from the class name in HOCON.</summary>
    /// <param name="config">The dispatcher's.</param>
    /// <param name="prerequisites">The actor system's.</param>
    public ThreadsExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
    }

    /// <inheritdoc />
    public override ExecutorService Produce(string id) =>
        new ThreadsExecutor(id, Config.GetInt("threads"), Prerequisites.EventStream);
}
