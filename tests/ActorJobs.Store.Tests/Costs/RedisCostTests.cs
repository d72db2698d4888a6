namespace ActorJobs.Stores.CostTests;

/// <summary>A job's costs on Redis stay below what one more command, in a script or out of it, for each would make them.</summary>
[Collection(AloneCollection.Name)]
public sealed class RedisCostTests(RedisCosts costs) : IClassFixture<RedisCosts>
{
    [Theory]
    [InlineData(StoreCosts.Single, "commands", 0.25)]
    [InlineData(StoreCosts.Single, "calls", 2.5)]
    [InlineData(StoreCosts.Single, "file_bytes", 600)]
    [InlineData(StoreCosts.Bulk, "commands", 0.01)]
    [InlineData(StoreCosts.Bulk, "calls", 1.5)]
    [InlineData(StoreCosts.Bulk, "file_bytes", 600)]
    [InlineData(StoreCosts.Drain, "commands", 0.03)]
    [InlineData(StoreCosts.Drain, "calls", 2.5)]
    [InlineData(StoreCosts.Drain, "file_bytes", 500)]
    public void A_job_costs_the_server_no_more_than(string phase, string figure, double most) =>
        costs[phase, figure].ShouldBeLessThan(most, $"{figure} of a job {phase}");

    [Theory]
    [InlineData(StoreCosts.Single, 4_000)]
    [InlineData(StoreCosts.Bulk, 3_000)]
    [InlineData(StoreCosts.Drain, 4_000)]
    public void A_job_costs_the_program_no_more_memory_than(string phase, double most) =>
        costs[phase, "bytes_allocated"].ShouldBeLessThan(most, $"bytes allocated for a job {phase}");
}
