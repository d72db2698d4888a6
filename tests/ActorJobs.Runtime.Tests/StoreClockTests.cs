using ActorJobs.Runtime.Cluster;
using ActorJobs.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ActorJobs.Runtime.Tests;

public sealed class StoreClockTests
{
    private readonly FakeTimeProvider _own = new(Any.Now);
    private readonly StoreClock _clock;

    public StoreClockTests() => _clock = new StoreClock(_own);

    [Fact]
    public void Before_it_is_set_it_is_this_machines_clock() => _clock.GetUtcNow().ShouldBe(Any.Now);

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task Once_set_it_is_the_stores_clock_and_goes_on_with_this_machines(int seconds)
    {
        await SetAsync(Any.Now.AddSeconds(seconds));
        _own.Advance(TimeSpan.FromSeconds(5));

        _clock.GetUtcNow().ShouldBe(Any.Now.AddSeconds(seconds + 5));
    }

    [Fact]
    public async Task Differences_that_asking_may_have_made_are_left()
    {
        await SetAsync(Any.Now + (StoreClock.Tolerance / 2));

        _clock.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_step_of_this_machines_clock_is_made_good_when_it_is_set_again()
    {
        await SetAsync(Any.Now);
        _own.SetUtcNow(Any.Now.AddHours(2));

        await SetAsync(Any.Now.AddSeconds(1));

        _clock.GetUtcNow().ShouldBe(Any.Now.AddSeconds(1));
    }

    private Task SetAsync(DateTimeOffset store) => _clock.SetAsync(
        StoreOf(store), NullLogger<StoreClock>.Instance, CancellationToken.None);

    private static IJobStore StoreOf(DateTimeOffset time)
    {
        var store = System.Reflection.DispatchProxy.Create<IJobStore, Telling>();
        ((Telling)(object)store).Time = time;
        return store;
    }

    public class Telling : System.Reflection.DispatchProxy
    {
        public DateTimeOffset Time { get; set; }

        protected override object? Invoke(System.Reflection.MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IJobStore.GetTimeAsync) ? Task.FromResult(Time) : throw new NotSupportedException();
    }
}
