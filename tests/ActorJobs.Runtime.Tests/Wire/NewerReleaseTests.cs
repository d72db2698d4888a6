using ActorJobs.Client;
using ActorJobs.Operations;
using ActorJobs.Runtime.Client;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Runtime.Wire;
using ActorJobs.Stores;
using Forms = ActorJobs.Runtime.Wire.Forms;

namespace ActorJobs.Runtime.Tests.Wire;

/// <summary>Values that only a newer release knows do no harm to this one.</summary>
public sealed class NewerReleaseTests
{
    private const int Unknown = 7;

    [Fact]
    public void Offer_of_an_unknown_priority_is_one_of_the_others()
    {
        var form = (Any.Report() with { Priorities = [Priority.High, (Priority)Unknown, (Priority)(-1)] }).ToForm();
        var node = new WorkerNode(Any.Node);

        node.Announce(Any.Offer() with { Report = form.ToReport() });

        node.Report.ShouldNotBeNull().Priorities.ShouldBe([Priority.High]);
        node.Accepts(new Lane(Priority.High, "echo")).ShouldBeTrue();
    }

    [Fact]
    public void Hint_of_a_lane_of_unknown_priority_is_left_out()
    {
        var form = new Forms.NoteReady();
        form.Lanes.AddRange([new() { Priority = Unknown, Type = "echo" }, new() { Priority = 2, Type = "echo" }]);

        ReaderForms.ToMessage(form).Lanes.ShouldBe([new Lane(Priority.Low, "echo")]);
    }

    [Fact]
    public void Unknown_health_is_read_as_degraded()
    {
        var form = Any.Report().ToForm();
        form.Health = Unknown;

        form.ToReport().Health.ShouldBe(WorkerHealth.Degraded);
    }

    [Fact]
    public void Workers_of_a_node_cross_and_a_release_that_does_not_tell_of_them_has_none()
    {
        WorkerUnitReport[] units =
            [new(1, 5, 4, 0, 0, WorkerHealth.Healthy), new(2, 5, 3, 2, 1, WorkerHealth.Unhealthy)];
        var form = (Any.Report() with { Units = [.. units] }).ToForm();

        form.ToReport().Units.ShouldBe(units);
        form.Units.Clear();
        form.ToReport().Units.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(UniquePolicy.Keep)]
    [InlineData(UniquePolicy.Latest)]
    public void Policy_about_a_unique_key_crosses_and_what_was_left_open_stays_so(UniquePolicy? policy)
    {
        var request = new JobRequest("echo", "1"u8.ToArray(), new EnqueueOptions { UniqueKey = "k", OnDuplicate = policy });

        var form = ClientForms.ToForm(new JobClientProtocol.Enqueue([request]));

        ClientForms.ToMessage(form).Jobs.Single().Options!.OnDuplicate.ShouldBe(policy);
    }
}
