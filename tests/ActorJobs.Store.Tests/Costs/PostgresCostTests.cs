namespace ActorJobs.Stores.CostTests;

/// <summary>A job's costs on PostgreSQL stay below what one more write, commit or round trip for each would make them.</summary>
[Collection(AloneCollection.Name)]
public sealed class PostgresCostTests(PostgresCosts costs) : IClassFixture<PostgresCosts>
{
    [Theory]
    [InlineData(StoreCosts.Single, "wal_bytes", 480)]
    [InlineData(StoreCosts.Single, "commits", 0.25)]
    [InlineData(StoreCosts.Single, "round_trips", 0.25)]
    [InlineData(StoreCosts.Bulk, "wal_bytes", 460)]
    [InlineData(StoreCosts.Bulk, "commits", 0.003)]
    [InlineData(StoreCosts.Bulk, "round_trips", 0.01)]
    [InlineData(StoreCosts.Drain, "wal_bytes", 580)]
    [InlineData(StoreCosts.Drain, "commits", 0.01)]
    [InlineData(StoreCosts.Drain, "round_trips", 0.03)]
    public void A_job_costs_the_server_no_more_than(string phase, string figure, double most) =>
        costs[phase, figure].ShouldBeLessThan(most, $"{figure} of a job {phase}");

    [Theory]
    [InlineData(StoreCosts.Single, 4_000)]
    [InlineData(StoreCosts.Bulk, 3_000)]
    [InlineData(StoreCosts.Drain, 3_000)]
    public void A_job_costs_the_program_no_more_memory_than(string phase, double most) =>
        costs[phase, "bytes_allocated"].ShouldBeLessThan(most, $"bytes allocated for a job {phase}");
}
