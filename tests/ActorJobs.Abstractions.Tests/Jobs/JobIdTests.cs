using CsCheck;

namespace ActorJobs.Abstractions.Tests.Jobs;

public class JobIdTests
{
    [Fact]
    public void Ids_made_later_sort_later_as_values_and_as_text()
    {
        Gen.Select(Gen.Long[0, 4_000_000_000_000], Gen.Long[1, 1_000_000]).Sample((start, later) =>
        {
            var first = JobId.New(DateTimeOffset.FromUnixTimeMilliseconds(start));
            var second = JobId.New(DateTimeOffset.FromUnixTimeMilliseconds(start + later));
            return first.CompareTo(second) < 0 && string.CompareOrdinal(first.ToString(), second.ToString()) < 0;
        });
    }

    [Fact]
    public void Comparing_values_and_comparing_texts_agree()
    {
        Gen.Select(Gen.Guid, Gen.Guid).Sample((one, other) =>
            Math.Sign(new JobId(one).CompareTo(new JobId(other)))
            == Math.Sign(string.CompareOrdinal(new JobId(one).ToString(), new JobId(other).ToString())));
    }

    [Fact]
    public void Ids_of_the_same_moment_differ_and_are_of_version_7()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => JobId.New(Any.Now)).ToList();

        ids.Distinct().Count().ShouldBe(1000);
        ids.ShouldAllBe(id => id.Value.Version == 7);
    }

    [Fact]
    public void Ids_made_on_several_threads_differ_and_hold_their_moment()
    {
        var ids = Enumerable.Range(0, 20_000).AsParallel().WithDegreeOfParallelism(4).Select(_ => JobId.New(Any.Now)).ToList();

        ids.Distinct().Count().ShouldBe(20_000);
        ids.ShouldAllBe(id => (id.Value.Variant & 0b1100) == 0b1000);
        ids.ShouldAllBe(id => id.CompareTo(JobId.FirstOf(Any.Now)) >= 0
            && id.CompareTo(JobId.FirstOf(Any.Now.AddMilliseconds(1))) < 0);
    }

    [Fact]
    public void The_text_of_an_id_is_read_back()
    {
        var id = JobId.New(Any.Now);

        JobId.TryParse(id.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(id);
        id.ToString().Length.ShouldBe(36);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("0195a0c0a0007000800000000000000a")]
    [InlineData("{0195a0c0-a000-7000-8000-00000000000a}")]
    [InlineData("0195a0c0-a000-7000-8000-00000000000g")]
    public void Anything_but_the_36_character_form_is_refused(string? text)
    {
        JobId.TryParse(text, out _).ShouldBeFalse();
    }
}
