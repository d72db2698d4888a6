using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace ActorJobs.Runtime.Wire;

/// <summary>
/// Writes the messages that cross from node to node as Protocol Buffers under short manifests that never change, so that nodes
/// of two releases understand each other. <c>README.md</c> beside it says how messages may change.
/// </summary>
/// <param name="system">The actor system.</param>
public sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The messages it writes.</summary>
    public static IEnumerable<Type> Types => WireForms.All.Select(form => form.Type);

    /// <summary>Its number on the wire; never changes.</summary>
    public override int Identifier => 4053;

    /// <inheritdoc />
    public override string Manifest(object o) => FormOf(o).Manifest;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => FormOf(obj).Write(obj).ToByteArray();

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest) =>
        WireForms.ByManifest.TryGetValue(manifest, out var form)
            ? form.Read(bytes, system)
            : throw new SerializationException(
                $"A message '{manifest}' came that this release does not know: the sender's is newer. It is dropped; bring all " +
                "nodes to one release.");

    private static WireForm FormOf(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WireForms.ByType.TryGetValue(message.GetType(), out var form)
            ? form
            : throw new SerializationException(
                $"{message.GetType()} has no form on the wire: add one to wire.proto and {nameof(WireForms)}.");
    }
}
