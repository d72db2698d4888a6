using ActorJobs.Client;
using ActorJobs.Runtime.Client;

namespace ActorJobs.Runtime.Tests;

public sealed class EnqueuePartsTests
{
    private const int PartBytes = 1000;

    [Fact]
    public void Parts_keep_the_order_and_their_size()
    {
        var requests = Enumerable.Range(0, 100).Select(i => JobRequest.For("echo", new string('x', i))).ToArray();

        var parts = EnqueueParts.Split(requests, PartBytes).ToArray();

        parts.SelectMany(part => part).ShouldBe(requests);
        parts.ShouldAllBe(part => part.Sum(EnqueueParts.SizeOf) <= PartBytes);
        parts.Length.ShouldBeLessThan(10);
    }

    [Fact]
    public void Request_above_the_size_stands_alone()
    {
        JobRequest[] requests =
            [JobRequest.For("a", 1), JobRequest.For("b", new string('x', PartBytes)), JobRequest.For("c", 1)];

        EnqueueParts.Split(requests, PartBytes).Select(part => part.Length).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public void Nothing_makes_no_part() => EnqueueParts.Split([], PartBytes).ShouldBeEmpty();

    [Theory]
    [InlineData(0)]
    [InlineData(EnqueueParts.MaxBytes + 1)]
    public void Size_is_within_the_frame(int bytes) =>
        Should.Throw<ArgumentOutOfRangeException>(() => EnqueueParts.Split([], bytes));
}
