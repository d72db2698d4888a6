using ActorJobs.Rules;

namespace ActorJobs.Abstractions.Tests.Rules;

public class JobTransitionsTests
{
    private static readonly HashSet<(JobState From, JobState To)> Allowed =
    [
        (JobState.Scheduled, JobState.Ready),
        (JobState.Scheduled, JobState.Cancelled),
        (JobState.Ready, JobState.Running),
        (JobState.Ready, JobState.Cancelled),
        (JobState.Running, JobState.Ready),
        (JobState.Running, JobState.Retrying),
        (JobState.Running, JobState.Succeeded),
        (JobState.Running, JobState.Failed),
        (JobState.Running, JobState.Cancelled),
        (JobState.Retrying, JobState.Ready),
        (JobState.Retrying, JobState.Cancelled),
        (JobState.Failed, JobState.Ready),
        (JobState.Cancelled, JobState.Ready),
    ];

    public static TheoryData<JobState, JobState> Pairs()
    {
        var pairs = new TheoryData<JobState, JobState>();
        foreach (var from in Names.States)
        {
            foreach (var to in Names.States)
            {
                pairs.Add(from, to);
            }
        }
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_pair_is_allowed_only_if_it_is_drawn(JobState from, JobState to)
    {
        JobTransitions.IsAllowed(from, to).ShouldBe(Allowed.Contains((from, to)));
    }

    [Fact]
    public void The_table_of_the_README_is_the_code()
    {
        ReadmeTransitions.Read().ShouldBe(
            Names.States.SelectMany(from => Names.States.Where(to => JobTransitions.IsAllowed(from, to)).Select(to => (from, to))),
            ignoreOrder: true);
    }

    [Theory]
    [InlineData(JobState.Scheduled, false, true, true, true)]
    [InlineData(JobState.Ready, false, true, false, true)]
    [InlineData(JobState.Running, false, true, false, false)]
    [InlineData(JobState.Retrying, false, true, true, true)]
    [InlineData(JobState.Succeeded, true, false, false, true)]
    [InlineData(JobState.Failed, true, false, true, true)]
    [InlineData(JobState.Cancelled, true, false, true, true)]
    public void What_a_person_may_ask_depends_on_the_state(
        JobState state, bool isFinal, bool canCancel, bool canRetry, bool canDelete)
    {
        state.IsFinal().ShouldBe(isFinal);
        state.CanCancel().ShouldBe(canCancel);
        state.CanRetry().ShouldBe(canRetry);
        state.CanDelete().ShouldBe(canDelete);
    }

    [Fact]
    public void What_can_be_cancelled_or_retried_has_an_arrow_for_it()
    {
        Names.States.Where(JobTransitions.CanCancel).ShouldAllBe(state => JobTransitions.IsAllowed(state, JobState.Cancelled));
        Names.States.Where(JobTransitions.CanRetry).ShouldAllBe(state => JobTransitions.IsAllowed(state, JobState.Ready));
    }
}
