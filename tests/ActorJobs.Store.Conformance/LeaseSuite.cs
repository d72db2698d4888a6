namespace ActorJobs.Stores.Conformance;

/// <summary>One owner at a time.</summary>
public abstract class LeaseSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    private const string Name = "sbr";
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Lease_is_held_by_the_first_who_takes_it_and_renewed_by_it_alone()
    {
        (await Store.TakeLeaseAsync(Name, "a:1", Long, None)).ShouldBeTrue();
        (await Store.TakeLeaseAsync(Name, "b:1", Long, None)).ShouldBeFalse();
        (await Store.TakeLeaseAsync(Name, "a:1", Long, None)).ShouldBeTrue();
        (await Store.TakeLeaseAsync("another", "b:1", Long, None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Released_lease_can_be_taken_by_another_and_only_its_owner_releases_it()
    {
        await Store.TakeLeaseAsync(Name, "a:1", Long, None);

        (await Store.ReleaseLeaseAsync(Name, "b:1", None)).ShouldBeFalse();
        (await Store.TakeLeaseAsync(Name, "b:1", Long, None)).ShouldBeFalse();
        (await Store.ReleaseLeaseAsync(Name, "a:1", None)).ShouldBeTrue();
        (await Store.ReleaseLeaseAsync(Name, "a:1", None)).ShouldBeFalse();
        (await Store.TakeLeaseAsync(Name, "b:1", Long, None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Lease_that_ran_out_can_be_taken_by_another()
    {
        await Store.TakeLeaseAsync(Name, "a:1", Brief, None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        while (!await Store.TakeLeaseAsync(Name, "b:1", Long, patience.Token))
        {
        }

        (await Store.TakeLeaseAsync(Name, "a:1", Long, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Lease_says_who_holds_it_while_it_is_held()
    {
        (await Store.GetLeaseOwnerAsync(Name, None)).ShouldBeNull();
        await Store.TakeLeaseAsync(Name, "a:1", Long, None);
        (await Store.GetLeaseOwnerAsync(Name, None)).ShouldBe("a:1");
        (await Store.GetLeaseOwnerAsync("another", None)).ShouldBeNull();
        await Store.ReleaseLeaseAsync(Name, "a:1", None);
        (await Store.GetLeaseOwnerAsync(Name, None)).ShouldBeNull();

        await Store.TakeLeaseAsync(Name, "b:1", Brief, None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Store.GetLeaseOwnerAsync(Name, patience.Token) is not null)
        {
        }
    }

    [Fact]
    public async Task Whoever_asks_after_a_release_is_told_of_it()
    {
        await Store.TakeLeaseAsync(Name, "a:1", Long, None);
        (await AskOftenAsync()).ShouldAllBe(owner => owner == "a:1");
        await Store.ReleaseLeaseAsync(Name, "a:1", None);
        (await AskOftenAsync()).ShouldAllBe(owner => owner == null);

        Task<string?[]> AskOftenAsync() =>
            Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Store.GetLeaseOwnerAsync(Name, None)));
    }

    [Fact]
    public async Task Of_many_who_try_at_once_one_gets_it()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Store.TakeLeaseAsync(Name, $"node{i}", Long, None)));

        tries.Count(taken => taken).ShouldBe(1);
    }
}
