using System.Collections.Immutable;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Tests.QueueReader;

public sealed class DispatchTableTests
{
    private readonly DispatchTable _table = new();

    [Fact]
    public void High_goes_before_normal_before_low_whatever_came_first()
    {
        Offer(slots: 2);
        var low = Add(Any.Job(priority: Priority.Low));
        var normal = Add(Any.Job(priority: Priority.Normal));
        var high = Add(Any.Job(priority: Priority.High));

        Plan().ShouldBe([high, normal]);
        low.ShouldNotBeNull();
    }

    [Fact]
    public void A_node_full_of_low_jobs_still_takes_a_high_one()
    {
        Offer(slots: 1);
        Add(Any.Job(priority: Priority.Low));
        Plan().Length.ShouldBe(1);

        var high = Add(Any.Job(priority: Priority.High));

        Plan().ShouldBe([high]);
    }

    [Fact]
    public void Lanes_of_one_priority_take_turns()
    {
        Offer(slots: 4, types: ["echo", "sleep"]);
        for (var i = 0; i < 10; i++)
        {
            Add(Any.Job("echo"));
        }
        Add(Any.Job("sleep"));
        Add(Any.Job("sleep"));

        Plan().Count(job => job.Lane.Type == "sleep").ShouldBe(2);
    }

    [Fact]
    public void A_type_that_no_node_takes_waits_and_holds_up_nobody()
    {
        Offer(types: ["echo"]);
        Add(Any.Job("unknown", Priority.High));
        var echo = Add(Any.Job("echo", Priority.Low));

        Plan().ShouldBe([echo]);
    }

    [Fact]
    public void A_node_takes_only_the_priorities_it_offers()
    {
        Offer(priorities: [Priority.Low]);
        Add(Any.Job(priority: Priority.High));
        var low = Add(Any.Job(priority: Priority.Low));

        Plan().ShouldBe([low]);
    }

    [Fact]
    public void Jobs_go_to_the_least_loaded_node()
    {
        Offer(Any.Node, slots: 4);
        Offer(Any.OtherNode, slots: 4);
        for (var i = 0; i < 4; i++)
        {
            Add(Any.Job());
        }

        _table.Plan(100, Any.Now).Values.Select(jobs => jobs.Count).ShouldBe([2, 2]);
    }

    [Fact]
    public void A_draining_node_gets_nothing()
    {
        Offer();
        Add(Any.Job());
        _table.Node(Any.Node).Draining = true;

        Plan().ShouldBeEmpty();
    }

    [Fact]
    public void A_paused_lane_is_left_alone()
    {
        Offer();
        Add(Any.Job());
        _table.Pauses = [new Pause(Priority.Normal, null)];
        Plan().ShouldBeEmpty();

        _table.Pauses = [];
        Plan().Length.ShouldBe(1);
    }

    [Fact]
    public void A_last_attempt_is_not_read_ahead()
    {
        Offer(slots: 2, window: 10);
        for (var i = 0; i < 5; i++)
        {
            Add(Any.Job(maxRetries: 0));
        }

        Plan().Length.ShouldBe(2);
    }

    [Fact]
    public void Of_jobs_that_lost_two_nodes_one_at_a_time_runs_on_a_node_and_others_pass_them()
    {
        Offer(slots: 10);
        var suspect = Add(Any.Job(interruptions: 2));
        var second = Add(Any.Job(interruptions: 2));
        var innocent = Add(Any.Job());

        Plan().ShouldBe([suspect, innocent], ignoreOrder: true);

        _table.End(suspect.Id);
        Plan().ShouldBe([second]);
    }

    [Fact]
    public void Of_one_key_one_job_runs_and_those_behind_it_are_passed()
    {
        Offer();
        var first = Add(Any.Job(key: "k"));
        Add(Any.Job(key: "k"));
        var other = Add(Any.Job(key: "other"));
        var free = Add(Any.Job());

        Plan().ShouldBe([first, other, free]);
    }

    [Fact]
    public void The_next_job_of_a_key_is_looked_up_when_the_first_ends_and_runs_in_order()
    {
        Offer();
        var first = Add(Any.Job(key: "k"));
        var second = Add(Any.Job(key: "k"));
        var third = Add(Any.Job(key: "k"));
        Plan().ShouldBe([first]);

        var look = _table.End(first.Id).ShouldNotBeNull();
        look.ShouldBe(("k", first.Lane));
        Add(Any.Job(key: "k"));
        Plan().ShouldBeEmpty("a later job must not pass while the next one is looked up");
        Found("k", second, third);

        Plan().ShouldBe([second]);
        _table.End(second.Id).ShouldNotBeNull();
        Found("k", third);
        Plan().ShouldBe([third]);
    }

    [Fact]
    public void A_key_without_waiting_jobs_is_forgotten()
    {
        Offer();
        var job = Add(Any.Job(key: "k"));
        Plan();

        _table.End(job.Id).ShouldBeNull();

        _table.Keys.Count.ShouldBe(0);
    }

    [Fact]
    public void A_job_read_again_while_it_runs_is_not_handed_out_twice()
    {
        Offer();
        var job = Add(Any.Job());
        Plan().ShouldBe([job]);
        _table.Lane(job.Lane).Restart();
        Add(job);

        Plan().ShouldBeEmpty();
    }

    [Fact]
    public void Retry_read_before_the_end_of_its_attempt_was_heard_of_is_found_again()
    {
        Offer();
        var first = Add(Any.Job());
        Plan().ShouldBe([first]);
        var retry = Add(first with { AttemptsUsed = 1, Position = first.Position + 1 });
        Plan().ShouldBeEmpty();

        _table.End(first.Id);

        _table.Lane(first.Lane).MayHoldMore.ShouldBeTrue();
        _table.Lane(first.Lane).BeginRead().After.ShouldBe(LaneCursor.Start);
        Add(retry);
        Plan().ShouldBe([retry]);
    }

    [Fact]
    public void Clearing_keeps_the_nodes_and_frees_their_places()
    {
        Offer(slots: 1);
        Add(Any.Job());
        Plan().Length.ShouldBe(1);

        _table.Clear();
        var job = Add(Any.Job());

        Plan().ShouldBe([job]);
    }

    private void Offer(
        NodeId? node = null, int slots = 10, int? window = null, ImmutableArray<Priority>? priorities = null,
        params string[] types) =>
        _table.Node(node ?? Any.Node).Announce(Any.Offer(node, slots, window, priorities, types));

    private ReadyJob Add(ReadyJob job)
    {
        var lane = _table.Lane(job.Lane);
        var (_, generation) = lane.BeginRead();
        lane.EndRead(new LanePage([job], new LaneCursor(job.Position), true), generation, _table.PassesOver);
        return job;
    }

    private ReadyJob[] Plan() => [.. _table.Plan(100, Any.Now).Values.SelectMany(jobs => jobs)];

    private void Found(string key, params ReadyJob[] jobs)
    {
        var (job, lane) = _table.Keys.Found(key, jobs[0].Lane, [.. jobs], _table.IsOutstanding, 1);
        lane.ShouldBeNull();
        _table.Lane(jobs[0].Lane).AddKeyed(job.ShouldNotBeNull());
    }
}
