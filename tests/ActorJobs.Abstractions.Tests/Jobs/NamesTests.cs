namespace ActorJobs.Abstractions.Tests.Jobs;

public class NamesTests
{
    [Fact]
    public void States_have_the_words_that_users_meet()
    {
        Names.States.Select(Names.ToName).ShouldBe(
            ["scheduled", "ready", "running", "retrying", "succeeded", "failed", "cancelled"]);
        Names.States.ShouldAllBe(state => ParsedState(state.ToName()) == state);
    }

    [Fact]
    public void Priorities_are_listed_most_urgent_first()
    {
        Names.Priorities.Select(Names.ToName).ShouldBe(["high", "normal", "low"]);
        Names.Priorities.ShouldBe(Names.Priorities.Order());
    }

    [Theory]
    [InlineData(ErrorClass.Transient, "transient")]
    [InlineData(ErrorClass.Recoverable, "recoverable")]
    [InlineData(ErrorClass.Permanent, "permanent")]
    [InlineData(ErrorClass.Interrupted, "interrupted")]
    public void Error_classes_have_their_words(ErrorClass errorClass, string word)
    {
        errorClass.ToName().ShouldBe(word);
        Names.TryParseErrorClass(word, out var read).ShouldBeTrue();
        read.ShouldBe(errorClass);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("High")]
    [InlineData("0")]
    [InlineData("ready ")]
    public void Other_words_are_refused(string? word)
    {
        Names.TryParseState(word, out _).ShouldBeFalse();
        Names.TryParsePriority(word, out _).ShouldBeFalse();
        Names.TryParseErrorClass(word, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_value_that_does_not_exist_has_no_word()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => ((JobState)99).ToName());
        Should.Throw<ArgumentOutOfRangeException>(() => ((Priority)99).ToName());
        Should.Throw<ArgumentOutOfRangeException>(() => ((ErrorClass)99).ToName());
    }

    [Fact]
    public void A_lane_is_written_as_priority_and_type()
    {
        new Lane(Priority.High, "echo").ToString().ShouldBe("high/echo");
    }

    private static JobState? ParsedState(string word) => Names.TryParseState(word, out var state) ? state : null;
}
