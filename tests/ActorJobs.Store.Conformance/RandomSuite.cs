namespace ActorJobs.Stores.Conformance;

/// <summary>Long random lives of few jobs: whatever happens, counts, lists, claims and single reads agree.</summary>
public abstract class RandomSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private const int Steps = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Everything_the_store_tells_agrees_after_any_history(int seed)
    {
        var random = new Random(seed);
        var jobs = new List<NewJob>();
        var claims = new List<Claim>();
        var attempts = new Dictionary<JobId, int>();
        for (var step = 0; step < Steps; step++)
        {
            await StepAsync(random, jobs, claims, attempts);
            if (step % 100 == 50)
            {
                await ReopenAsync();
            }
        }
        await CheckAsync();
    }

    private async Task StepAsync(Random random, List<NewJob> jobs, List<Claim> claims, Dictionary<JobId, int> attempts)
    {
        var now = Now.AddSeconds(random.Next(100));
        var any = jobs.Count == 0 ? Any.Job() : jobs[random.Next(jobs.Count)];
        switch (random.Next(9))
        {
            case 0 or 1:
                var job = Any.Job(random.Next(2) == 0 ? "a" : "b") with
                {
                    MaxRetries = random.Next(3),
                    RunAt = random.Next(3) == 0 ? now : null,
                    UniqueKey = random.Next(4) == 0 ? "k" : null,
                    OnDuplicate = random.Next(2) == 0 ? UniquePolicy.Keep : UniquePolicy.Replace,
                    Tags = random.Next(3) == 0 ? ["t"] : [],
                };
                jobs.Add(await EnqueueAsync(job));
                break;
            case 2 or 3:
                await ClaimReadyAsync(random, claims, attempts);
                break;
            case 4 or 5 when claims.Count > 0:
                var claim = claims[random.Next(claims.Count)];
                await Store.FinishAsync([OutcomeOf(random, claim, claim.Jobs[random.Next(claim.Jobs.Length)], now)], None);
                break;
            case 6:
                await Store.CancelAsync(any.Id, now, None);
                break;
            case 7:
                await Store.RetryAsync(any.Id, now, None);
                break;
            case 8 when random.Next(4) == 0:
                await Store.RecoverNodeAsync(Epoch, random.Next(2) == 0 ? Any.NodeA : Any.NodeB, now, None);
                break;
            case 8 when random.Next(3) == 0:
                await Store.DeleteAsync(any.Id, None);
                attempts.Remove(any.Id);
                break;
            default:
                await Store.PromoteDueAsync(now, 3, None);
                break;
        }
    }

    private async Task ClaimReadyAsync(Random random, List<Claim> claims, Dictionary<JobId, int> attempts)
    {
        var ready = await ReadyAsync(new Lane(Priority.Normal, random.Next(2) == 0 ? "a" : "b"));
        var request = new ClaimRequest(
            random.Next(2) == 0 ? Any.NodeA : Any.NodeB, Now,
            [.. ready.Take(3).Select(job => new ClaimedJob(job.Id, job.NextAttempt))]);
        var claim = (await Store.ClaimAsync(Epoch, [request], None))[0];
        foreach (var job in claim.Jobs)
        {
            job.Attempt.ShouldBeGreaterThanOrEqualTo(attempts.GetValueOrDefault(job.Id));
            attempts[job.Id] = job.Attempt;
        }
        if (!claim.Jobs.IsEmpty)
        {
            claims.Add(claim);
        }
    }

    private static JobOutcome OutcomeOf(Random random, Claim claim, ClaimedJob job, DateTimeOffset now) =>
        random.Next(5) switch
        {
            0 => new JobOutcome.Succeeded(claim.Id, job, now, now, ReadOnlyMemory<byte>.Empty, []),
            1 => new JobOutcome.Failed(claim.Id, job, now, now, Any.Error(job.Attempt)),
            2 => new JobOutcome.Released(claim.Id, job, now, now),
            3 => new JobOutcome.Cancelled(claim.Id, job, now, now),
            _ => new JobOutcome.RetryAt(
                claim.Id, job, now, now, now.AddSeconds(random.Next(3)), Any.Error(job.Attempt)),
        };

    private async Task CheckAsync()
    {
        var counts = await Store.CountAsync(None);
        var listed = (await Store.ListAsync(new JobFilter(), null, 10_000, None)).Jobs;
        var claimed = (await Store.GetClaimsAsync(None)).SelectMany(claim => claim.Jobs).ToList();
        foreach (var state in Names.States)
        {
            var ids = listed.Where(job => job.State == state).Select(job => job.Id).ToArray();
            counts.ByState[state].ShouldBe(ids.Length, state.ToName());
            (await Store.ListAsync(new JobFilter(state), null, 10_000, None)).Jobs.Select(job => job.Id).ShouldBe(ids);
        }
        claimed.Select(job => job.Id).ShouldBe(
            listed.Where(job => job.State == JobState.Running).Select(job => job.Id), ignoreOrder: true);
        claimed.ShouldAllBe(job => listed.Single(read => read.Id == job.Id).Attempt == job.Attempt);
        counts.Waiting.Values.Sum().ShouldBe(counts.ByState[JobState.Ready]);
        (await Store.ListAsync(new JobFilter(Tag: "t"), null, 10_000, None)).Jobs.Select(job => job.Id)
            .ShouldBe(listed.Where(job => job.Tags.Contains("t")).Select(job => job.Id));
        listed.Where(job => job.UniqueKey == "k" && job.FinishedAt is null).GroupBy(job => job.Type)
            .ShouldAllBe(type => type.Count() == 1);
    }
}
