using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorJobs.Runtime.Wire;

/// <summary>
/// Stands where Akka has its JSON of .NET types, and writes and reads nothing. <c>allow-unregistered-types = off</c>
/// alone only stops a node from writing it: whoever reaches the port could still have an object made of any type the
/// JSON names.
/// </summary>
/// <param name="system">The actor system.</param>
/// <param name="settings">Those of Akka's JSON, which Akka passes with the name; not looked at.</param>
#pragma warning disable CS9113 // Akka wants this constructor
public sealed class RefusedSerializer(ExtendedActorSystem system, Config settings) : Serializer(system)
#pragma warning restore CS9113
{
    /// <summary>The number of Akka's JSON, so that what comes under it comes here.</summary>
    public override int Identifier => 1;

    /// <inheritdoc />
    public override bool IncludeManifest => false;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        throw new SerializationException(
            $"{obj.GetType()} has no serializer, and JSON of .NET types is not written: bind one to it in " +
            "akka.actor.serialization-bindings; messages of ActorJobs itself get a form in Wire/wire.proto.");
    }

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException(
        "A message came as JSON of a .NET type, which is not read since it can make objects of any type. It is " +
        "dropped; bind a serializer to the type on the node that sent it.");
}
