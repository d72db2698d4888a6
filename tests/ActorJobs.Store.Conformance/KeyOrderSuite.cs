namespace ActorJobs.Stores.Conformance;

/// <summary>Concurrency keys.</summary>
public abstract class KeyOrderSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private static NewJob Keyed(string key) => Any.Job() with { ConcurrencyKey = key };

    [Fact]
    public async Task Jobs_of_a_key_are_read_in_order_claimed_ones_included()
    {
        var first = await EnqueueAsync(Keyed("a"));
        await EnqueueAsync(Keyed("b"));
        await EnqueueAsync(Any.Job());
        var second = await EnqueueAsync(Keyed("a"));
        await EnqueueAsync(Keyed("a"));
        await ClaimAsync(first);

        var jobs = await Store.ReadKeyAsync(first.Lane, "a", 2, None);

        jobs.Select(job => job.Id).ShouldBe([first.Id, second.Id]);
        jobs.ShouldAllBe(job => job.ConcurrencyKey == "a");
    }

    [Fact]
    public async Task Keys_of_other_lanes_are_left_out()
    {
        var job = await EnqueueAsync(Keyed("a") with { Priority = Priority.High });

        (await Store.ReadKeyAsync(job.Lane with { Priority = Priority.Low }, "a", 10, None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Waiting_jobs_are_left_out()
    {
        var job = await EnqueueAsync(Keyed("a") with { RunAt = Now.AddHours(1) });

        (await Store.ReadKeyAsync(job.Lane, "a", 10, None)).ShouldBeEmpty();
    }
}
