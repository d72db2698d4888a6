namespace ActorJobs.Stores.Conformance;

/// <summary>What a restart of the process finds.</summary>
public abstract class DurabilitySuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Every_state_survives()
    {
        var jobs = await OneInEachStateAsync();
        await Store.PauseAsync(new Pause(Priority.Low, null), None);
        var counts = (await Store.CountAsync(None)).ByState;

        await ReopenAsync();

        foreach (var (state, job) in jobs)
        {
            (await StateOfAsync(job)).ShouldBe(state);
        }
        (await Store.CountAsync(None)).ByState.ShouldBe(counts, ignoreOrder: true);
        (await Store.GetPausesAsync(None)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Standing_claims_survive_without_the_jobs_that_left_them()
    {
        var jobs = Any.Jobs(4);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await SucceedAsync(claim, jobs[0]);
        await ReleaseAsync(claim, jobs[1]);

        await ReopenAsync();

        (await Store.GetClaimsAsync(None)).ShouldHaveSingleItem().Jobs.Select(job => job.Id)
            .ShouldBe([jobs[2].Id, jobs[3].Id], ignoreOrder: true);
        (await SucceedAsync(claim, jobs[1])).ShouldBe(OutcomeResult.Stale);
        (await SucceedAsync(claim, jobs[2])).ShouldBe(OutcomeResult.Recorded);
        (await ClaimAsync(jobs[3])).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleted_job_enqueued_again_with_its_id_does_not_stand_in_an_old_claim()
    {
        var jobs = Any.Jobs(2);
        await EnqueueAllAsync(jobs);
        var claim = await ClaimAsync(jobs);
        await FailAsync(claim, jobs[0]);
        await Store.DeleteAsync(jobs[0].Id, None);
        await EnqueueAsync(jobs[0]);

        await ReopenAsync();

        (await StateOfAsync(jobs[0])).ShouldBe(JobState.Ready);
        (await SucceedAsync(claim, jobs[0])).ShouldBe(OutcomeResult.Stale);
    }

    [Fact]
    public async Task Positions_claim_ids_and_epochs_go_on_growing()
    {
        var (job, claim) = await RunAsync();
        var position = (await ReadyAsync(job.Lane))[0].Position;
        await SucceedAsync(claim, job);

        await ReopenAsync();

        (await Store.OpenEpochAsync(None)).Value.ShouldBeGreaterThan(Epoch.Value);
        Epoch = await Store.OpenEpochAsync(None);
        var (second, secondClaim) = await RunAsync();
        (await ReadyAsync(second.Lane))[0].Position.ShouldBeGreaterThan(position);
        secondClaim.Id.ShouldNotBe(claim.Id);
    }

    [Fact]
    public async Task Older_epoch_is_still_refused()
    {
        var job = await EnqueueAsync(Any.Job());
        await Store.OpenEpochAsync(None);

        await ReopenAsync();

        await Should.ThrowAsync<EpochLostException>(() => ClaimAsync(job));
    }

    [Fact]
    public async Task Unique_keys_survive()
    {
        var job = await EnqueueAsync(Any.Job() with { UniqueKey = "k" });

        await ReopenAsync();

        (await EnqueueAllAsync(Any.Job() with { UniqueKey = "k" }))[0].Id.ShouldBe(job.Id);
    }
}
