using ActorJobs.Stores;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace ActorJobs.Runtime.Persistence;

/// <summary>Gives an actor system the store that holds the logs of its persistent actors.</summary>
/// <param name="store">An open store.</param>
public sealed class EventLogSetup(IEventLogStore store) : Setup
{
    /// <summary>The store.</summary>
    public IEventLogStore Store { get; } = store;

    internal static IEventLogStore StoreOf(ActorSystem system)
    {
        var setup = system.Settings.Setup.Get<EventLogSetup>();
        return setup.HasValue
            ? setup.Value.Store
            : throw new ConfigurationException($"The actor system needs an {nameof(EventLogSetup)} to keep events in a store.");
    }
}
