using System.Collections.Concurrent;
using ActorJobs.Dashboard.Live;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Dashboard.Tests;

public sealed class SharedPollsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private int _reads;

    [Fact]
    public async Task Many_watchers_of_one_thing_share_its_reads_and_the_last_one_ends_them()
    {
        var polls = new SharedPolls(_time);
        var seen = new ConcurrentQueue<string>();
        var watches = Enumerable.Range(0, 10).Select(_ => polls.Watch("jobs", Second, ReadAsync, read => seen.Enqueue(read.Value!))).ToList();
        await Eventually.GetAsync(() => seen.Count, count => count >= 10, "all have seen the first read");

        _time.Advance(Second);
        await Eventually.GetAsync(() => seen.Count(value => value == "2"), count => count >= 10, "all have seen the second");

        _reads.ShouldBe(2);
        polls.Count.ShouldBe(1);
        watches.ForEach(watch => watch.Dispose());
        polls.Count.ShouldBe(0);
        _time.Advance(10 * Second);
        _reads.ShouldBe(2);
    }

    [Fact]
    public async Task A_read_that_fails_keeps_the_last_value_and_says_why()
    {
        var polls = new SharedPolls(_time);
        var seen = new ConcurrentQueue<Seen<string>>();
        using var watch = polls.Watch("failing", Second, FailLaterAsync, seen.Enqueue);
        await Eventually.GetAsync(() => seen.Count, count => count >= 1, "the first read");

        _time.Advance(Second);
        await Eventually.GetAsync(() => seen.Last().Fault, fault => fault is not null, "the second read");

        seen.Last().ShouldSatisfyAllConditions(read => read.Value.ShouldBe("1"), read => read.Fault.ShouldBe("The store is away."));
    }

    private Task<string> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Interlocked.Increment(ref _reads).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private Task<string> FailLaterAsync(CancellationToken cancellationToken) => _reads == 0
        ? ReadAsync(cancellationToken)
        : throw new ActorJobs.Stores.StoreUnavailableException("The store is away.", Second);
}
