using ActorJobs.Stores.Conformance;

namespace ActorJobs.Stores.PostgresTests;

/// <summary>The ring of slots in which ended jobs are kept.</summary>
public sealed class PostgresRingTests() : PostgresSuite(new PostgresFixture())
{
    private const int Slots = 15;

    /// <summary>A slot is open for an hour.</summary>
    private static readonly Retention HalfADay = new(TimeSpan.FromHours(12), 10);

    private Task<int> PurgeAsync(double hours) => Store.PurgeAsync(HalfADay, Now.AddHours(hours), 1000, None);

    private async Task<int> CurrentSlotAsync() =>
        (short)(await Fixture.RunAsync("SELECT history_slot FROM actorjobs.queue"))!;

    /// <summary>A job that has all that can lie beside a job, and succeeded.</summary>
    private async Task<NewJob> EndAsync(NewJob? wanted = null)
    {
        var (job, claim) = await RunAsync(wanted ?? Any.Job() with { Tags = ["one", "two"] });
        await Store.ReportAsync(
            [new JobReport(job.Id, new JobProgress(0.5, "half", Now), [new JobLogLine(1, Now, "line")])], None);
        await SucceedAsync(claim, job);
        return job;
    }

    private async Task<long> KeptAsync() => await CountAsync("history") + await CountAsync("tag")
        + await CountAsync("progress") + await CountAsync("log_line");

    [Fact]
    public async Task Slot_moves_on_after_a_twelfth_of_the_retention()
    {
        await PurgeAsync(0);
        await PurgeAsync(0.99);
        (await CurrentSlotAsync()).ShouldBe(0);

        await PurgeAsync(1);

        (await CurrentSlotAsync()).ShouldBe(1);
        await PurgeAsync(1.5);
        (await CurrentSlotAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Slot_goes_as_a_whole_with_tags_progress_and_log_lines()
    {
        await PurgeAsync(0);
        var first = await EndAsync();
        var second = await EndAsync();
        await PurgeAsync(1);
        var later = await EndAsync();
        var live = await EnqueueAsync(Any.Job() with { Tags = ["one"] });

        (await PurgeAsync(12.9)).ShouldBe(0);
        (await StateOfAsync(first)).ShouldBe(JobState.Succeeded);
        (await PurgeAsync(13)).ShouldBe(2);

        (await StateOfAsync(first)).ShouldBeNull();
        (await StateOfAsync(second)).ShouldBeNull();
        (await KeptAsync()).ShouldBe(1 + 3 + 1 + 1); // the later one's row, tags, progress and line; the live one's tag
        (await GetAsync(later.Id)).Log.Length.ShouldBe(1);
        (await Store.ListAsync(new JobFilter(Tag: "one"), null, 10, None)).Jobs.Select(job => job.Id)
            .ShouldBe([live.Id, later.Id]);
        var counts = (await Store.CountAsync(None)).ByState;
        (counts[JobState.Succeeded], counts[JobState.Ready], counts.Values.Sum()).ShouldBe((1, 1, 2));
    }

    [Fact]
    public async Task Slot_that_is_being_read_is_left_for_the_next_purge()
    {
        await PurgeAsync(0);
        var ended = await EndAsync();
        await PurgeAsync(1);
        await using (var connection = await ConnectAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await RunAsync(connection, "SELECT count(*) FROM actorjobs.history");

            (await PurgeAsync(13)).ShouldBe(0);

            (await StateOfAsync(ended)).ShouldBe(JobState.Succeeded);
            (await Store.CountAsync(None)).ByState[JobState.Succeeded].ShouldBe(1);
        }

        (await PurgeAsync(13)).ShouldBe(1);
        (await StateOfAsync(ended)).ShouldBeNull();
    }

    [Fact]
    public async Task Failed_jobs_are_purged_although_a_slot_is_being_read()
    {
        await PurgeAsync(0);
        await EndAsync();
        await PurgeAsync(1);
        var (failed, claim) = await RunAsync();
        await FailAsync(claim, failed);
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, "LOCK TABLE actorjobs.history_0 IN ACCESS SHARE MODE");

        (await Store.PurgeAsync(HalfADay with { FailedCount = 0 }, Now.AddHours(13), 1000, None)).ShouldBe(1);

        (await StateOfAsync(failed)).ShouldBeNull();
    }

    [Fact]
    public async Task Ring_goes_round_and_counts_stay_right()
    {
        var gone = 0;
        for (var hour = 0; hour < 3 * Slots; hour++)
        {
            gone += await PurgeAsync(hour);
            await EndAsync();

            (await Store.CountAsync(None)).ByState[JobState.Succeeded].ShouldBe(hour + 1 - gone);
            (await CountAsync("history")).ShouldBe(hour + 1 - gone);
            (await CurrentSlotAsync()).ShouldBe(hour % Slots);
        }

        (await CountAsync("history")).ShouldBeInRange(12, 14);
    }

    [Fact]
    public async Task Ring_waits_before_a_slot_that_is_not_empty_yet()
    {
        await PurgeAsync(0);
        var ended = await EndAsync();
        await using (var connection = await ConnectAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await RunAsync(connection, "LOCK TABLE actorjobs.history_0 IN ACCESS SHARE MODE");
            for (var hour = 1; hour < Slots + 2; hour++)
            {
                await PurgeAsync(hour);
            }
            (await CurrentSlotAsync()).ShouldBe(Slots - 1);
        }

        (await PurgeAsync(Slots + 2)).ShouldBe(1);
        (await StateOfAsync(ended)).ShouldBeNull();
        await PurgeAsync(Slots + 3);
        (await CurrentSlotAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Unique_keys_go_when_their_time_is_over()
    {
        await EndAsync(Any.Job() with { UniqueKey = "short", UniqueFor = TimeSpan.FromHours(1) });
        await EndAsync(Any.Job() with { UniqueKey = "long", UniqueFor = TimeSpan.FromHours(3) });
        await EnqueueAsync(Any.Job() with { UniqueKey = "live", UniqueFor = TimeSpan.FromHours(1) });

        await PurgeAsync(0.9);
        (await CountAsync("unique_key")).ShouldBe(3);
        await PurgeAsync(2);

        (await Fixture.RunAsync("SELECT string_agg(unique_key, ' ' ORDER BY unique_key) FROM actorjobs.unique_key"))
            .ShouldBe("live long");
    }

    [Fact]
    public async Task Second_purge_at_the_same_time_does_nothing_and_does_not_wait()
    {
        var (failed, claim) = await RunAsync();
        await FailAsync(claim, failed);
        var none = HalfADay with { FailedCount = 0 };
        await using (var connection = await ConnectAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await RunAsync(connection, Postgres.Connections.SqlText.Statement("purge_lock"));

            (await Store.PurgeAsync(none, Now, 1000, None)).ShouldBe(0);
        }

        (await Store.PurgeAsync(none, Now, 1000, None)).ShouldBe(1);
    }
}
