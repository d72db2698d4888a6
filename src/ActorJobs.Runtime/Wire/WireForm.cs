using Akka.Actor;
using Google.Protobuf;

namespace ActorJobs.Runtime.Wire;

/// <summary>How one type of message looks on the wire.</summary>
/// <param name="Type">The message's type.</param>
/// <param name="Manifest">Its name on the wire; never changes and is never used again for another.</param>
/// <param name="Write">Message to form.</param>
/// <param name="Read">Bytes to message.</param>
internal sealed record WireForm(
    Type Type, string Manifest, Func<object, IMessage> Write, Func<byte[], ExtendedActorSystem, object> Read)
{
    public static WireForm Of<TMessage, TForm>(
        string manifest, Func<TMessage, TForm> write, Func<TForm, ExtendedActorSystem, TMessage> read)
        where TMessage : notnull
        where TForm : IMessage<TForm>, new()
    {
        var parser = new MessageParser<TForm>(() => new TForm());
        return new WireForm(typeof(TMessage), manifest, message => write((TMessage)message),
            (bytes, system) => read(parser.ParseFrom(bytes), system));
    }

    public static WireForm Of<TMessage, TForm>(string manifest, Func<TMessage, TForm> write, Func<TForm, TMessage> read)
        where TMessage : notnull
        where TForm : IMessage<TForm>, new() => Of(manifest, write, (form, _) => read(form));
}
