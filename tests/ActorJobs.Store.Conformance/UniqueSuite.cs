namespace ActorJobs.Stores.Conformance;

/// <summary>Unique keys.</summary>
public abstract class UniqueSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private static NewJob Keyed(DateTimeOffset? at = null) => Any.Job(at: at) with { UniqueKey = "k" };

    [Fact]
    public async Task Second_job_with_a_held_key_is_a_duplicate()
    {
        var first = await EnqueueAsync(Keyed());
        var second = Keyed();

        (await EnqueueAllAsync(second))[0].ShouldBe(new EnqueueResult(first.Id, JobState.Ready, Duplicate: true));
        (await StateOfAsync(second)).ShouldBeNull();
    }

    [Fact]
    public async Task Duplicates_within_one_call_are_found()
    {
        var results = await EnqueueAllAsync(Keyed(), Keyed());

        results.Select(result => result.Duplicate).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Key_counts_within_its_type()
    {
        await EnqueueAsync(Keyed());

        (await EnqueueAllAsync(Keyed() with { Type = "other" }))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Key_is_held_while_the_job_runs_and_its_state_is_told()
    {
        var (job, _) = await RunAsync(Keyed());

        (await EnqueueAllAsync(Keyed()))[0].ShouldBe(new EnqueueResult(job.Id, JobState.Running, Duplicate: true));
    }

    [Fact]
    public async Task Key_is_free_once_the_job_has_ended()
    {
        var (job, claim) = await RunAsync(Keyed());
        await SucceedAsync(claim, job);

        (await EnqueueAllAsync(Keyed()))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Key_is_held_until_its_time_is_over_even_after_the_end()
    {
        var (job, claim) = await RunAsync(Keyed() with { UniqueFor = TimeSpan.FromMinutes(10) });
        await SucceedAsync(claim, job);

        (await EnqueueAllAsync(Keyed(Now.AddMinutes(9))))[0]
            .ShouldBe(new EnqueueResult(job.Id, JobState.Succeeded, Duplicate: true));
        (await EnqueueAllAsync(Keyed(Now.AddMinutes(10))))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Key_is_held_beyond_its_time_while_the_job_is_live()
    {
        await EnqueueAsync(Keyed() with { UniqueFor = TimeSpan.FromMinutes(1) });

        (await EnqueueAllAsync(Keyed(Now.AddMinutes(5))))[0].Duplicate.ShouldBeTrue();
    }

    [Fact]
    public async Task Delete_frees_the_key()
    {
        var job = await EnqueueAsync(Keyed() with { UniqueFor = TimeSpan.FromMinutes(10) });
        await Store.DeleteAsync(job.Id, None);

        (await EnqueueAllAsync(Keyed()))[0].Duplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task Retry_by_hand_is_refused_while_another_holds_the_key()
    {
        var (job, claim) = await RunAsync(Keyed());
        await FailAsync(claim, job);
        await EnqueueAsync(Keyed());

        (await Store.RetryAsync(job.Id, Now, None)).Kind.ShouldBe(ChangeKind.KeyHeld);
        (await StateOfAsync(job)).ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task Retry_by_hand_takes_the_key_again()
    {
        var (job, claim) = await RunAsync(Keyed());
        await FailAsync(claim, job);
        await Store.RetryAsync(job.Id, Now, None);

        (await EnqueueAllAsync(Keyed()))[0].ShouldBe(new EnqueueResult(job.Id, JobState.Ready, Duplicate: true));
    }

    [Fact]
    public async Task Of_many_that_race_for_a_key_one_gets_it()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => Task.Run(() => EnqueueAllAsync(Keyed()))));

        results.Count(result => !result[0].Duplicate).ShouldBe(1);
        results.Select(result => result[0].Id).Distinct().Count().ShouldBe(1);
    }
}
