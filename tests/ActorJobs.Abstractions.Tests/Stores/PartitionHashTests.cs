using ActorJobs.Stores;

namespace ActorJobs.Abstractions.Tests.Stores;

public sealed class PartitionHashTests
{
    private static readonly JobId Id = new(Guid.Parse("019535d9-3df7-7cb5-8a55-1c2d3e4f5a6b"));

    private static int PartitionOf(int count, JobId id, string? key = null) =>
        Enumerable.Range(0, count).Single(index => new Partition(index, count).Holds(id, key));

    // Two releases that count otherwise would both hand out a job, or neither, during a rolling upgrade.
    [Theory]
    [InlineData(null, 27)]
    [InlineData("", 48)]
    [InlineData("tenant-1", 35)]
    [InlineData("tenant-2", 57)]
    [InlineData("Zürich", 0)]
    public void A_job_is_of_the_same_partition_in_every_release(string? key, int partition) =>
        PartitionOf(Partition.MaxCount, Id, key).ShouldBe(partition);

    [Fact]
    public void The_whole_queue_holds_every_job() => Partition.Whole.Holds(Id, "k").ShouldBeTrue();

    [Fact]
    public void A_key_counts_and_not_the_id_of_a_job_that_has_one() =>
        Enumerable.Range(0, 50).Select(_ => PartitionOf(7, JobId.New(DateTimeOffset.UnixEpoch), "k")).Distinct().Count().ShouldBe(1);

    [Fact]
    public void Claims_of_partitions_that_are_no_more_are_adopted_by_one_each()
    {
        Enumerable.Range(0, 7).Select(index => Enumerable.Range(0, 3)
            .Single(adopter => new Partition(adopter, 3).Adopts(new Partition(index, 7)))).ShouldBe([0, 1, 2, 0, 1, 2, 0]);
    }
}
