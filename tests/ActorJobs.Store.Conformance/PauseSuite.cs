namespace ActorJobs.Stores.Conformance;

/// <summary>Pauses.</summary>
public abstract class PauseSuite(IStoreFixture fixture) : StoreSuite(fixture)
{
    [Fact]
    public async Task Pauses_are_kept_once_each_until_resumed()
    {
        Pause[] pauses = [new(null, null), new(Priority.High, null), new(null, "echo"), new(Priority.Low, "echo")];
        foreach (var pause in pauses.Concat(pauses))
        {
            await Store.PauseAsync(pause, None);
        }

        (await Store.GetPausesAsync(None)).ShouldBe(pauses, ignoreOrder: true);
        (await Store.ResumeAsync(pauses[1], None)).ShouldBeTrue();
        (await Store.ResumeAsync(pauses[1], None)).ShouldBeFalse();
        (await Store.GetPausesAsync(None)).ShouldBe(pauses.Where(pause => pause != pauses[1]), ignoreOrder: true);
    }

    [Fact]
    public async Task Resume_removes_exactly_that_pause()
    {
        await Store.PauseAsync(new Pause(Priority.High, "echo"), None);

        (await Store.ResumeAsync(new Pause(Priority.High, null), None)).ShouldBeFalse();
        (await Store.GetPausesAsync(None)).Length.ShouldBe(1);
    }
}
