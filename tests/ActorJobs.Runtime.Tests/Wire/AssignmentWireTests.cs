using System.Text.Json;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Wire;
using ActorJobs.Stores;
using CsCheck;
using Google.Protobuf;
using Forms = ActorJobs.Runtime.Wire.Forms;
using static ActorJobs.Runtime.Worker.WorkerProtocol;

namespace ActorJobs.Runtime.Tests.Wire;

/// <summary>Assignments of any jobs arrive as they were sent, and are never larger than was reckoned.</summary>
public sealed class AssignmentWireTests
{
    // no lone surrogates: UTF-8 has no place for them, and the gateway's JSON lets none in
    private static readonly Gen<string> Text = Gen.OneOfConst("", "a", "key", "ü", "€€€", "😀", new string('€', 64))
        .Array[0, 3].Select(parts => string.Concat(parts));

    private static readonly Gen<JobId> Id = Gen.Guid.Select(value => new JobId(value));

    private static readonly Gen<ReadyJob> Job =
        from id in Id
        from lane in Gen.Select(Gen.Enum<Priority>(), Text)
        from position in Gen.Long
        from numbers in Gen.Int.Array[4]
        from timeout in Gen.Long
        from created in Gen.Long[0, DateTime.MaxValue.Ticks]
        from payload in Gen.Byte.Array[0, 300]
        from key in Gen.Null(Text)
        from tags in Text.Array[0, 16]
        from parent in Gen.Nullable(Id)
        from trace in Gen.Null(Gen.Const("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
        select new ReadyJob
        {
            Id = id,
            Lane = new Lane(lane.Item1, lane.Item2),
            Position = position,
            AttemptsUsed = numbers[0],
            RetryBase = numbers[1],
            MaxRetries = numbers[2],
            Interruptions = numbers[3],
            Timeout = TimeSpan.FromTicks(timeout),
            CreatedAt = new DateTimeOffset(created, TimeSpan.Zero),
            Payload = payload,
            ConcurrencyKey = key,
            Tags = [.. tags],
            Parent = parent,
            Trace = trace,
        };

    private static readonly Gen<AssignJobs> Assignment =
        from jobs in Job.Array[0, 5]
        from claim in Gen.Long
        from uid in Gen.Int
        from address in Text
        select new AssignJobs(new NodeId(address, uid), new ClaimId(claim), [.. jobs]);

    [Fact]
    public void Any_assignment_arrives_as_it_was_sent() => Assignment.Sample(sent =>
    {
        var bytes = WorkerForms.ToForm(sent).ToByteArray();

        return Everything(WorkerForms.ToMessage(Forms.AssignJobs.Parser.ParseFrom(bytes))) == Everything(sent);
    });

    [Fact]
    public void No_job_is_larger_on_the_wire_than_was_reckoned() => Job.Sample(job =>
    {
        var without = WorkerForms.ToForm(new AssignJobs(Any.Node, new ClaimId(1), [])).CalculateSize();
        var with = WorkerForms.ToForm(new AssignJobs(Any.Node, new ClaimId(1), [job])).CalculateSize();

        return with - without <= WorkerForms.MaxSize(job);
    });

    [Fact]
    public void Assignments_of_many_long_tags_are_cut_too()
    {
        var jobs = Enumerable.Range(0, 1000).Select(_ => Any.Job() with
        {
            Tags = [.. Enumerable.Repeat(new string('€', JobLimits.MaxTagLength), JobLimits.MaxTags)],
        }).ToArray();

        var parts = AssignmentParts.Of(jobs).ToArray();

        parts.Length.ShouldBeGreaterThan(1);
        parts.SelectMany(part => part).ShouldBe(jobs);
        parts.ShouldAllBe(part => WorkerForms.ToForm(new AssignJobs(Any.Node, new ClaimId(1), part)).CalculateSize()
            <= AssignmentParts.MaxBytes + 100);
    }

    private static string Everything(AssignJobs message) => JsonSerializer.Serialize(message);
}
