using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Postgres.Connections;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>Partitions beside readers of before there were any, and beside each other.</summary>
public sealed class PostgresPartTests() : PostgresSuite(new PostgresFixture())
{
    /// <summary>How a program of before opens an epoch.</summary>
    private const string OpenAsBefore = "UPDATE actorjobs.queue SET epoch = epoch + 1 RETURNING epoch";

    private static readonly Partition[] Halves = [new(0, 2), new(1, 2)];

    private Task<ReaderEpoch[]> OpenHalvesAsync() =>
        Task.WhenAll(Halves.Select(half => Store.OpenEpochAsync(half, None)));

    private Task<System.Collections.Immutable.ImmutableArray<Claim>> ClaimAsync(ReaderEpoch epoch, NewJob job) =>
        Store.ClaimAsync(epoch, [new ClaimRequest(Any.NodeA, Now, [new ClaimedJob(job.Id, 1)])], None);

    [Fact]
    public async Task Reader_of_before_takes_the_power_of_all_partitions_and_loses_its_own_to_the_first_that_opens()
    {
        var job = await EnqueueAsync(Any.Job());
        var halves = await OpenHalvesAsync();

        var before = (long)(await Fixture.RunAsync(OpenAsBefore))!;

        foreach (var half in halves)
        {
            await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(half, job));
        }
        var second = await Store.OpenEpochAsync(Halves[1], None);
        (await Fixture.RunAsync("SELECT epoch FROM actorjobs.queue")).ShouldNotBe(before);
        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(halves[0], job));
        (await ClaimAsync(second, job))[0].Jobs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Reader_of_the_whole_queue_and_one_of_before_fence_each_other()
    {
        var job = await EnqueueAsync(Any.Job());
        await OpenHalvesAsync();
        var whole = await Store.OpenEpochAsync(None);
        (await Fixture.RunAsync("SELECT epoch FROM actorjobs.queue")).ShouldBe(whole.Value);

        await Fixture.RunAsync(OpenAsBefore);

        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(whole, job));
    }

    [Fact]
    public async Task Partitions_do_not_wait_for_each_other_while_people_and_the_reader_of_the_whole_queue_wait_for_all()
    {
        var jobs = Any.Jobs(3);
        await EnqueueAllAsync(jobs);
        var halves = await OpenHalvesAsync();
        await using var other = await ConnectAsync();
        await RunAsync(other, "BEGIN");
        await RunAsync(other, SqlText.Statement("fence_part").Replace("$1", "0", StringComparison.Ordinal));

        (await ClaimAsync(halves[1], jobs[0]))[0].Jobs.ShouldHaveSingleItem();
        var (same, cancel) = (ClaimAsync(halves[0], jobs[1]), Store.CancelAsync(jobs[2].Id, Now, None));
        await UntilAsync("SELECT count(*) = 2 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
        await RunAsync(other, "COMMIT");

        (await same)[0].Jobs.ShouldHaveSingleItem();
        (await cancel).Kind.ShouldBe(ChangeKind.Done);
    }

    [Fact]
    public async Task Claims_of_before_are_those_of_the_first_partition()
    {
        var (job, _) = await RunAsync();
        await Fixture.RunAsync("""
            INSERT INTO actorjobs.claim (claim, epoch, node, node_uid, claimed_at, first_id, last_id, remaining, jobs, attempts)
            SELECT claim + 1000, epoch, node, node_uid, claimed_at, first_id, last_id, remaining, jobs, attempts FROM actorjobs.claim;
            DELETE FROM actorjobs.claim WHERE claim < 1000;
            """);
        var halves = await OpenHalvesAsync();

        (await Store.GetClaimsAsync(None)).ShouldHaveSingleItem().Epoch.Partition.ShouldBe(Partition.Whole);
        (await Store.RecoverNodeAsync(halves[1], Any.NodeA, Now, None)).Ready.ShouldBeEmpty();
        (await Store.RecoverNodeAsync(halves[0], Any.NodeA, Now, None)).Ready.ShouldBe([job.Id]);
    }

    [Fact]
    public async Task Job_of_a_late_commit_is_found_behind_the_jobs_of_other_partitions()
    {
        // A place taken before those of jobs that are read first: its transaction is open when they are.
        await using var late = await ConnectAsync();
        await RunAsync(late, "BEGIN");
        await RunAsync(late, SqlText.Statement("position_hold"));
        var place = (long)(await RunAsync(late, "SELECT actorjobs.next_places()"))!;
        var jobs = Any.Jobs(40);
        await EnqueueAllAsync(jobs);
        var pages = await Task.WhenAll(Halves.Select(half => ReadAsync(half, LaneCursor.Start)));
        pages.Sum(page => page.Jobs.Length).ShouldBe(40);
        pages.ShouldAllBe(page => page.Next.Floor < page.Next.Position && page.Next.Position == pages[0].Next.Position);

        var job = Any.Job();
        await RunAsync(late, $$"""
            INSERT INTO actorjobs.job (id, position, created_at, lane, timeout_ms, max_retries, state, payload)
            SELECT '{{job.Id}}', {{place + 1}}, now(), lane, 1000, 3, 1, '{}' FROM actorjobs.lane;
            COMMIT
            """);

        var next = await Task.WhenAll(Halves.Select((half, i) => ReadAsync(half, pages[i].Next)));
        next.SelectMany(page => page.Jobs).Select(read => read.Id)
            .ShouldBe([job.Id, .. jobs.Select(known => known.Id)], ignoreOrder: true);
        next.ShouldAllBe(page => page.Next.Floor == page.Next.Position);

        Task<LanePage> ReadAsync(Partition half, LaneCursor after) =>
            Store.ReadLaneAsync(jobs[0].Lane, half, after, 100, int.MaxValue, None);
    }
}
