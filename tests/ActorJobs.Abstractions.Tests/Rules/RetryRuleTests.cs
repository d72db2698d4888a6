using ActorJobs.Rules;
using CsCheck;

namespace ActorJobs.Abstractions.Tests.Rules;

public class RetryRuleTests
{
    private static readonly RetryPolicy Policy = RetryPolicy.Default;

    private static readonly Gen<RetryPolicy> Policies =
        Gen.Select(Gen.Int[1, 60_000], Gen.Int[1, 100_000], (first, more) =>
            new RetryPolicy(TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds(first + more)));

    private static RetryDecision Decide(
        ErrorClass errorClass, int failures = 1, int maxRetries = 3, TimeSpan? retryAfter = null, double random = 0.5) =>
        RetryRule.Decide(failures, maxRetries, errorClass, retryAfter, Policy, random);

    [Fact]
    public void A_permanent_error_gives_up_at_once()
    {
        Decide(ErrorClass.Permanent).ShouldBe(RetryDecision.GiveUp.Instance);
    }

    [Theory]
    [InlineData(ErrorClass.Transient)]
    [InlineData(ErrorClass.Interrupted)]
    public void A_transient_or_interrupted_attempt_is_tried_again_at_once(ErrorClass errorClass)
    {
        Decide(errorClass, retryAfter: TimeSpan.FromHours(1)).ShouldBe(new RetryDecision.Again(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(1, 0.0, 0)]
    [InlineData(1, 0.5, 500)]
    [InlineData(2, 0.5, 1_000)]
    [InlineData(3, 0.5, 2_000)]
    [InlineData(4, 0.25, 2_000)]
    [InlineData(11, 0.5, 300_000)]
    [InlineData(100, 0.5, 300_000)]
    public void A_recoverable_error_waits_a_part_of_a_bound_that_doubles(int failures, double random, int milliseconds)
    {
        Decide(ErrorClass.Recoverable, failures, maxRetries: 100, random: random)
            .ShouldBe(new RetryDecision.Again(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(86_400, 600)]
    public void The_errors_own_wish_replaces_the_back_off_within_its_bounds(int wish, int seconds)
    {
        Decide(ErrorClass.Recoverable, retryAfter: TimeSpan.FromSeconds(wish))
            .ShouldBe(new RetryDecision.Again(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void No_retry_follows_when_none_is_allowed()
    {
        Decide(ErrorClass.Transient, failures: 1, maxRetries: 0).ShouldBe(RetryDecision.GiveUp.Instance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Failures_count_from_one(int failures)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Decide(ErrorClass.Recoverable, failures));
    }

    [Fact]
    public void A_job_is_given_up_exactly_after_its_retries()
    {
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 100]).Sample((failures, maxRetries) =>
            Decide(ErrorClass.Recoverable, failures, maxRetries) is RetryDecision.GiveUp == failures > maxRetries);
    }

    [Fact]
    public void A_back_off_is_never_negative_nor_above_its_bound_nor_above_the_maximum()
    {
        Gen.Select(Gen.Int[1, 1000], Policies, Gen.Double.Unit).Sample((failures, policy, random) =>
        {
            var decision = RetryRule.Decide(failures, 1000, ErrorClass.Recoverable, null, policy, random);
            var delay = decision.ShouldBeOfType<RetryDecision.Again>().Delay;
            return delay >= TimeSpan.Zero && delay <= RetryRule.UpperBound(failures, policy) && delay <= policy.MaxDelay;
        });
    }

    [Fact]
    public void The_bound_starts_at_the_base_and_never_shrinks()
    {
        Gen.Select(Gen.Int[1, 1000], Policies).Sample((failures, policy) =>
            RetryRule.UpperBound(1, policy) == policy.BaseDelay
            && RetryRule.UpperBound(failures + 1, policy) >= RetryRule.UpperBound(failures, policy));
    }

    [Fact]
    public void Jitter_grows_with_the_random_number_and_fills_the_whole_range()
    {
        Gen.Select(Gen.Int[1, 20], Gen.Double.Unit, Gen.Double.Unit).Sample((failures, one, other) =>
            DelayOf(failures, Math.Min(one, other)) <= DelayOf(failures, Math.Max(one, other)));
        DelayOf(5, 0).ShouldBe(TimeSpan.Zero);
        DelayOf(5, 0.999_999).ShouldBeGreaterThan(RetryRule.UpperBound(5, Policy) * 0.99);
    }

    [Fact]
    public void A_wish_is_kept_within_zero_and_the_maximum()
    {
        Gen.Int[-100_000, 1_000_000].Sample(milliseconds =>
        {
            var wish = TimeSpan.FromMilliseconds(milliseconds);
            var delay = Decide(ErrorClass.Recoverable, retryAfter: wish).ShouldBeOfType<RetryDecision.Again>().Delay;
            return delay >= TimeSpan.Zero && delay <= Policy.MaxDelay
                && (delay == wish || wish < TimeSpan.Zero || wish > Policy.MaxDelay);
        });
    }

    private static TimeSpan DelayOf(int failures, double random) =>
        Decide(ErrorClass.Recoverable, failures, maxRetries: 100, random: random).ShouldBeOfType<RetryDecision.Again>().Delay;
}
