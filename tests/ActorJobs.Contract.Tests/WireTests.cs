using System.Runtime.Serialization;
using System.Text;
using ActorJobs.Hosting;
using ActorJobs.Runtime.Wire;
using ActorJobs.Runtime.Worker;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Serialization;
using Microsoft.Extensions.Configuration;

namespace ActorJobs.Contract.Tests;

/// <summary>Two actor systems with a node's own configuration, over real connections.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private const int JsonIdentifier = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly NodeId Node = new("10.0.0.1:4053", 1);

    private readonly ActorSystem _here = Start("here");
    private readonly ActorSystem _there = Start("there");
    private IActorRef _echo = ActorRefs.Nobody;

    public async Task InitializeAsync()
    {
        _there.ActorOf(Props.Create(() => new Echo()), "echo");
        var address = ((ExtendedActorSystem)_there).Provider.DefaultAddress;
        _echo = await _here.ActorSelection($"{address}/user/echo").ResolveOne(Patience);
    }

    public async Task DisposeAsync()
    {
        await _here.Terminate();
        await _there.Terminate();
    }

    [Fact]
    public async Task Job_of_the_largest_payload_arrives_whole()
    {
        var payload = new byte[RunSettings.MaxPayloadLimit];
        Random.Shared.NextBytes(payload);
        var sent = new WorkerProtocol.AssignJobs(Node, new ClaimId(1), [Job(payload)]);

        var came = await _echo.Ask<WorkerProtocol.AssignJobs>(sent, Patience);

        came.Jobs.ShouldHaveSingleItem().Payload.Span.SequenceEqual(payload).ShouldBeTrue();
    }

    [Fact]
    public async Task Message_without_a_form_is_not_sent_and_the_connection_stays()
    {
        _echo.Tell(new Formless("secret"));

        (await _echo.Ask<WorkerProtocol.Warm>(new WorkerProtocol.Warm(Node), Patience)).Node.ShouldBe(Node);
        Should.Throw<SerializationException>(() => _here.Serialization.FindSerializerForType(typeof(Formless)))
            .Message.ShouldContain(nameof(Formless));
    }

    [Fact]
    public void Json_from_a_stranger_is_not_read()
    {
        var type = $"{typeof(Formless).FullName}, {typeof(Formless).Assembly.GetName().Name}";
        var json = Encoding.UTF8.GetBytes($$"""{"$type":"{{type}}","Text":"crafted"}""");

        Should.Throw<SerializationException>(() => _here.Serialization.Deserialize(json, JsonIdentifier, ""))
            .Message.ShouldContain("JSON");
        Formless.Made.ShouldNotContain("crafted");
    }

    [Fact]
    public void Refused_serializer_names_the_type_and_the_way_out()
    {
        var refused = new RefusedSerializer((ExtendedActorSystem)_here, Config.Empty);

        Should.Throw<SerializationException>(() => refused.ToBinary(new Formless("unsent"))).Message.ShouldBe(
            $"{typeof(Formless)} has no serializer, and JSON of .NET types is not written: bind one to it in " +
            "akka.actor.serialization-bindings; messages of ActorJobs itself get a form in Wire/wire.proto.");
    }

    [Fact]
    public async Task Message_of_a_newer_release_is_dropped_and_the_connection_stays()
    {
        _echo.Tell(new FromNewer());

        (await _echo.Ask<WorkerProtocol.Warm>(new WorkerProtocol.Warm(Node), Patience)).Node.ShouldBe(Node);
    }

    private static ActorSystem Start(string name)
    {
        var settings = NodeSettings.Read(new ConfigurationBuilder().Build(), NodeKind.AllInOne).Settings
            .ShouldNotBeNull();
        var hocon = ConfigurationFactory.ParseString("""
            akka.actor.provider = remote
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            """).WithFallback(NodeHocon.Load(settings));
        return ActorSystem.Create(name, ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(hocon),
            SerializationSetup.Create(system => [name == "here"
                ? SerializerDetails.Create(
                    "actorjobs-wire", new NewerSerializer(system), [.. WireSerializer.Types, typeof(FromNewer)])
                : SerializerDetails.Create("actorjobs-wire", new WireSerializer(system), [.. WireSerializer.Types])])));
    }

    private static ReadyJob Job(byte[] payload) => new()
    {
        Id = JobId.New(DateTimeOffset.UnixEpoch),
        Lane = new Lane(Priority.Normal, "echo"),
        Position = 1,
        AttemptsUsed = 0,
        RetryBase = 0,
        MaxRetries = 3,
        Interruptions = 0,
        Timeout = TimeSpan.FromMinutes(5),
        CreatedAt = DateTimeOffset.UnixEpoch,
        Payload = payload,
    };

    public sealed class Formless
    {
        public Formless(string text)
        {
            Text = text;
            Made.Add(text);
        }

        public static System.Collections.Concurrent.ConcurrentBag<string> Made { get; } = [];

        public string Text { get; }
    }

    private sealed record FromNewer;

    /// <summary>That of a newer release: it knows one message more.</summary>
    private sealed class NewerSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        private readonly WireSerializer _wire = new(system);

        public override int Identifier => _wire.Identifier;

        public override string Manifest(object o) => o is FromNewer ? "zz" : _wire.Manifest(o);

        public override byte[] ToBinary(object obj) => obj is FromNewer ? [] : _wire.ToBinary(obj);

        public override object FromBinary(byte[] bytes, string manifest) => _wire.FromBinary(bytes, manifest);
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }
}
