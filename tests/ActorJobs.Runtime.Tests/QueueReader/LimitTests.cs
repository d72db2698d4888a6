using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Rules;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Stores;
using Akka.Actor;

namespace ActorJobs.Runtime.Tests.QueueReader;

/// <summary>What job types may take of the whole cluster.</summary>
public sealed class LimitTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly DispatchTable _table = new();
    private long _position;

    [Fact]
    public void No_more_of_a_type_run_than_its_limit_however_many_nodes_there_are()
    {
        Offer(1, new TypeLimit("mail", 3, null, null));
        Offer(2, new TypeLimit("mail", 3, null, null));
        Add("mail", 10);
        Add("echo", 2);

        var first = Plan();

        Count(first, "mail").ShouldBe(3);
        Count(first, "echo").ShouldBe(2);
        Plan().ShouldBeEmpty();
        _table.End(first.First(job => job.Lane.Type == "mail").Id);
        Count(Plan(), "mail").ShouldBe(1);
    }

    [Fact]
    public void The_limit_holds_over_all_priorities_of_a_type()
    {
        Offer(1, new TypeLimit("mail", 2, null, null));
        Add("mail", 3, Priority.Low);
        Add("mail", 1, Priority.High);

        Plan().Select(job => job.Lane.Priority).ShouldBe([Priority.High, Priority.Low]);
    }

    [Fact]
    public void Where_nodes_differ_the_tightest_counts_until_its_node_is_gone()
    {
        Offer(1, new TypeLimit("mail", 5, null, null));
        Offer(2, new TypeLimit("mail", 1, null, null));
        Add("mail", 10);
        Plan().Length.ShouldBe(1);

        _table.Nodes.Remove(Node(2));
        _table.RefreshLimits();

        Plan().Length.ShouldBe(4);
    }

    [Fact]
    public void Jobs_that_run_when_a_reader_takes_over_count()
    {
        _table.AddStanding(JobId.New(Now), new OutstandingJob(Node(1), new Lane(Priority.Normal, "mail"), 1, null, 0, new ClaimId(1), Now));
        Offer(1, new TypeLimit("mail", 2, null, null));
        Add("mail", 10);

        Plan().Length.ShouldBe(1);
    }

    [Fact]
    public void A_rate_lets_so_many_start_in_any_period_and_says_when_the_next_may()
    {
        Offer(1, new TypeLimit("mail", null, null, new RateLimit(2, TimeSpan.FromSeconds(10))));
        Add("mail", 10);

        Plan().Length.ShouldBe(2);
        _table.Limits.NextStart.ShouldBe(Now.AddSeconds(10));
        Plan(Now.AddSeconds(9)).ShouldBeEmpty();
        Plan(Now.AddSeconds(10)).Length.ShouldBe(2);
        _table.Limits.NextStart.ShouldBe(Now.AddSeconds(20));
        Plan(Now.AddSeconds(60)).Length.ShouldBe(2);
    }

    [Fact]
    public void As_many_jobs_of_a_key_run_as_their_type_allows_and_one_without_a_word()
    {
        Offer(1, new TypeLimit("mail", null, 2, null));
        Add("mail", 4, key: "ada");
        Add("echo", 4, key: "grace");

        var first = Plan();

        Count(first, "mail").ShouldBe(2);
        Count(first, "echo").ShouldBe(1);
        Plan().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(4, 2, 2)]
    [InlineData(5, 2, 3)]
    [InlineData(1, 4, 1)]
    public void Of_a_parted_queue_each_reader_hands_out_its_share_of_a_limit_rounded_up(int most, int partitions, int share)
    {
        var limits = new LimitTable(partitions);
        limits.Set([new TypeLimit("mail", most, null, null)]);

        for (var running = 0; running < share; running++)
        {
            limits.MayStart("mail", Now).ShouldBeTrue();
            limits.Started("mail", Now);
        }
        limits.MayStart("mail", Now).ShouldBeFalse();
    }

    private static int Count(ImmutableArray<ReadyJob> jobs, string type) => jobs.Count(job => job.Lane.Type == type);

    private static NodeId Node(int number) => new($"10.0.0.{number}:4053", number);

    private void Offer(int node, params TypeLimit[] limits)
    {
        _table.Node(Node(node)).Announce(new QueueReaderProtocol.AnnounceWorker(
            new WorkerReport(
                Node(node), [Priority.High, Priority.Normal, Priority.Low], ["echo", "mail"], 100, 0, 0, 0, WorkerHealth.Healthy,
                new WorkerTotals(0, 0, 0, 0, TimeSpan.Zero)) { Limits = [.. limits] },
            100, 0, ActorRefs.Nobody));
        _table.RefreshLimits();
    }

    private void Add(string type, int count, Priority priority = Priority.Normal, string? key = null)
    {
        var lane = new Lane(priority, type);
        var buffer = _table.Lane(lane);
        var (_, generation) = buffer.BeginRead();
        var jobs = Enumerable.Range(0, count).Select(_ => new ReadyJob
        {
            Id = JobId.New(Now),
            Lane = lane,
            Position = ++_position,
            AttemptsUsed = 0,
            RetryBase = 0,
            MaxRetries = 3,
            Interruptions = 0,
            Timeout = TimeSpan.FromMinutes(1),
            CreatedAt = Now,
            Payload = "{}"u8.ToArray(),
            ConcurrencyKey = key,
        }).ToImmutableArray();
        buffer.EndRead(new LanePage(jobs, new LaneCursor(_position), End: true), generation, _ => false);
    }

    private ImmutableArray<ReadyJob> Plan(DateTimeOffset? at = null) =>
        [.. _table.Plan(100, at ?? Now).Values.SelectMany(jobs => jobs)];
}
