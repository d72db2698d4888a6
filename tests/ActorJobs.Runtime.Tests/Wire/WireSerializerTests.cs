using System.Runtime.Serialization;
using System.Text.Json;
using ActorJobs.Operations;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Scheduler;
using ActorJobs.Runtime.Wire;
using ActorJobs.Runtime.Worker;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorJobs.Runtime.Tests.Wire;

public sealed class WireSerializerTests : TestKit
{
    private readonly WireSerializer _wire;
    private readonly IActorRef _agent;

    public WireSerializerTests()
    {
        _wire = new WireSerializer((ExtendedActorSystem)Sys);
        _agent = Sys.DeadLetters;
    }

    [Fact]
    public void Every_message_of_the_protocols_has_a_form()
    {
        Type[] protocols =
            [typeof(QueueReaderProtocol), typeof(WorkerProtocol), typeof(JobClientProtocol), typeof(SchedulerProtocol)];
        var messages = protocols
            .SelectMany(protocol => protocol.GetNestedTypes()).Where(type => !type.IsInterface)
            // from the singleton managers to the actors beside them
            .Except([typeof(QueueReaderProtocol.Stop), typeof(SchedulerProtocol.Stop)])
            .Append(typeof(ReaderStatus))
            .Concat(typeof(SchedulerEvents).GetNestedTypes().Where(type => type.IsAssignableTo(typeof(SchedulerEvents.IEvent))))
            .Except([typeof(SchedulerEvents.IEvent)]).Append(typeof(SchedulerEvents.Snapshot));

        WireSerializer.Types.ShouldBe(messages, ignoreOrder: true);
        WireForms.All.Select(form => form.Manifest).ShouldBeUnique();
    }

    [Fact]
    public void Every_form_has_a_sample()
    {
        var samples = WireSamples.Of(_agent);

        samples.Select(sample => sample.GetType()).ShouldBe(WireSerializer.Types, ignoreOrder: true);
        WireSamples.Stored().Keys.ShouldBe(WireForms.All.Select(form => form.Manifest), ignoreOrder: true);
    }

    [Fact]
    public void Samples_are_written_as_the_first_release_wrote_them()
    {
        var stored = WireSamples.Stored();
        foreach (var sample in WireSamples.Of(_agent))
        {
            _wire.ToBinary(sample).ShouldBe(stored[_wire.Manifest(sample)], _wire.Manifest(sample));
        }
    }

    [Fact]
    public void Samples_of_the_first_release_are_read()
    {
        var stored = WireSamples.Stored();
        foreach (var sample in WireSamples.Of(_agent))
        {
            var read = _wire.FromBinary(stored[_wire.Manifest(sample)], _wire.Manifest(sample));

            if (sample is QueueReaderProtocol.AnnounceWorker offer)
            {
                var heard = read.ShouldBeOfType<QueueReaderProtocol.AnnounceWorker>();
                Everything(heard.Report).ShouldBe(Everything(offer.Report));
                (heard.Window, heard.Held, heard.Agent).ShouldBe((offer.Window, offer.Held, offer.Agent));
            }
            else
            {
                read.ShouldBeOfType(sample.GetType());
                Everything(read).ShouldBe(Everything(sample));
            }
        }
    }

    [Fact]
    public void Where_a_nodes_workers_are_is_said_with_its_offer()
    {
        var offer = Any.Offer() with
        {
            Agent = _agent, Workers = [new(Priority.High, _agent), new(Priority.Low, _agent)],
        };

        var read = _wire.FromBinary(_wire.ToBinary(offer), "ra").ShouldBeOfType<QueueReaderProtocol.AnnounceWorker>();

        read.Workers.ShouldBe(offer.Workers);
    }

    [Fact]
    public void Claims_that_have_ended_are_said_with_their_jobs()
    {
        var ended = new QueueReaderProtocol.JobsEnded(
            Any.Node, [new(Any.Job().Id, new ClaimId(7)), new(Any.Job().Id, new ClaimId(long.MaxValue))], [], [], null);

        var read = _wire.FromBinary(_wire.ToBinary(ended), "re").ShouldBeOfType<QueueReaderProtocol.JobsEnded>();

        read.Jobs.ShouldBe(ended.Jobs);
    }

    [Fact]
    public void Fields_of_a_newer_release_are_skipped()
    {
        var newer = new ActorJobs.Runtime.Wire.Forms.DrainWorker { Node = Any.Node.ToForm() };
        byte[] bytes = [.. Google.Protobuf.MessageExtensions.ToByteArray(newer), 0xF8, 0x07, 0x01]; // field 127, a number

        _wire.FromBinary(bytes, "rd").ShouldBe(new QueueReaderProtocol.DrainWorker(Any.Node));
    }

    [Fact]
    public void Message_of_a_newer_release_is_refused_by_name() =>
        Should.Throw<SerializationException>(() => _wire.FromBinary([], "zz")).Message.ShouldContain("'zz'");

    [Fact]
    public void Message_without_a_form_is_refused_by_type() =>
        Should.Throw<SerializationException>(() => _wire.ToBinary("text")).Message.ShouldContain("System.String has no form");

    [Fact]
    public void Assignments_are_cut_by_bytes_and_keep_their_order()
    {
        var half = new string(' ', AssignmentParts.MaxBytes / 2);
        var jobs = new[] { half, "{}", half, new string(' ', AssignmentParts.MaxBytes * 2), "{}" }
            .Select(payload => Any.Job(payload: payload)).ToArray();

        var parts = AssignmentParts.Of(jobs).ToArray();

        parts.Select(part => part.Length).ShouldBe([2, 1, 1, 1]);
        parts.SelectMany(part => part).ShouldBe(jobs);
        AssignmentParts.Of([]).ShouldBeEmpty();
    }

    private static string Everything(object message) => JsonSerializer.Serialize(message, message.GetType());
}
