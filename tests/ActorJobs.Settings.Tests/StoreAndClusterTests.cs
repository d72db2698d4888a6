using ActorJobs.Rules;

namespace ActorJobs.Settings.Tests;

public class StoreAndClusterTests
{
    private const string Postgres = "postgres://u:p@db.internal:5432/jobs";

    [Fact]
    public void A_database_URL_chooses_PostgreSQL()
    {
        var store = Given.Settings(("DATABASE_URL", Postgres)).Store;

        store.Kind.ShouldBe(StoreKind.Postgres);
        store.DatabaseUrl.ShouldNotBeNull().Reveal().ShouldBe(Postgres);
    }

    [Fact]
    public void A_Redis_URL_chooses_Redis_even_beside_a_database()
    {
        Given.Settings(("DATABASE_URL", Postgres), ("REDIS_URL", "rediss://cache:6380")).Store.Kind.ShouldBe(StoreKind.Redis);
    }

    [Fact]
    public void Number_of_succeeded_jobs_kept_is_for_Redis()
    {
        var reading = Given.Reading(("REDIS_URL", "redis://cache"), ("RETAIN_SUCCEEDED_COUNT", "0"));

        reading.ShouldBeValid().Retention.SucceededCount.ShouldBe(0);
        reading.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SQLITE_PATH", "jobs.db")]
    [InlineData("DATABASE_URL", Postgres)]
    public void Number_of_succeeded_jobs_kept_is_warned_of_on_another_store(string name, string value)
    {
        var reading = Given.Reading((name, value), ("RETAIN_SUCCEEDED_COUNT", "5"));

        reading.ShouldBeValid();
        reading.Warnings.ShouldBe(
            ["RETAIN_SUCCEEDED_COUNT is set but has no effect: it bounds the memory that history takes on Redis, and "
                + "REDIS_URL is not set; RETAIN_SUCCEEDED bounds history here."]);
    }

    [Fact]
    public void Seeds_are_read_in_order_with_repetitions_dropped()
    {
        var cluster = Given.Settings(
            ("DATABASE_URL", Postgres), ("CLUSTER_SEEDS", "b:4053, a:4053,b:4053,[::1]:5000")).Cluster;

        cluster.Seeds.Select(seed => seed.ToString()).ShouldBe(["b:4053", "a:4053", "[::1]:5000"]);
        cluster.NamesOtherNodes.ShouldBeTrue();
    }

    [Fact]
    public void A_seed_may_be_a_name_that_stands_for_many()
    {
        var cluster = Given.Settings(("DATABASE_URL", Postgres), ("CLUSTER_SEEDS", "a:4053, dns:nodes:4053,dns:nodes:4053")).Cluster;

        cluster.Seeds.Select(seed => seed.ToString()).ShouldBe(["a:4053"]);
        cluster.SeedNames.Select(seed => seed.ToString()).ShouldBe(["nodes:4053"]);
        cluster.NamesOtherNodes.ShouldBeTrue();
        Given.Reading(("CLUSTER_SEEDS", "dns:nodes:4053")).Faults.Sentences.ShouldHaveSingleItem().ShouldContain("SQLite");
    }

    [Fact]
    public void The_host_may_be_the_machines_own_address()
    {
        var own = System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(link => link.GetIPProperties().UnicastAddresses).Select(entry => entry.Address)
            .Where(address => !System.Net.IPAddress.IsLoopback(address)).Select(address => address.ToString()).ToArray();
        var reading = Given.Reading(("CLUSTER_HOST", "auto"));

        if (own.Any(address => !address.Contains(':', StringComparison.Ordinal)))
        {
            own.ShouldContain(reading.ShouldBeValid().Cluster.Host);
        }
        else
        {
            reading.Faults.Sentences.ShouldHaveSingleItem().ShouldStartWith("CLUSTER_HOST must"); // a machine without a network
        }
    }

    [Fact]
    public void A_node_on_SQLite_may_name_itself_as_seed()
    {
        Given.Settings(("CLUSTER_HOST", "node1"), ("CLUSTER_PORT", "5000"), ("CLUSTER_SEEDS", "NODE1:5000"))
            .Cluster.NamesOtherNodes.ShouldBeFalse();
    }

    [Fact]
    public void Health_and_gateway_cannot_share_an_address()
    {
        Given.Reading(("GATEWAY_URL", "http://127.0.0.1:9000"), ("HEALTH_URL", "http://127.0.0.1:9000")).Faults.Sentences.ShouldBe(
            ["HEALTH_URL must differ from the address of the gateway, which answers health and metrics itself "
                + "but is 'http://127.0.0.1:9000'; unset it or use another port."]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("http://127.8.9.1:1", true)]
    [InlineData("http://[::1]:1", true)]
    [InlineData("https://localhost:1", true)]
    [InlineData("http://[::]:1", false)]
    [InlineData("http://+:1", false)]
    [InlineData("http://10.0.0.1:1", false)]
    [InlineData("http://localhost.example.com:1", false)]
    public void Loopback_addresses_are_told_apart(string text, bool isLoopback)
    {
        ListenUrl.TryParse(text, out var url).ShouldBeTrue();
        url.ShouldNotBeNull().IsLoopback.ShouldBe(isLoopback);
    }

    [Fact]
    public void Allow_lists_are_read_entry_by_entry()
    {
        var types = Given.Settings(
            ("HTTP_JOB_HOSTS", "API.example.com,*.internal:8443,*"), ("EXEC_JOB_COMMANDS", "/bin/sh, report,report")).JobTypes;

        types.HttpHosts.ShouldBe(
            [new HostPattern("api.example.com", null), new HostPattern("*.internal", 8443), new HostPattern("*", null)]);
        types.ExecCommands.ShouldBe(["/bin/sh", "report"]);
    }

    [Fact]
    public void Parts_of_a_minute_are_a_stuck_run_timeout()
    {
        Given.Settings(("STUCK_RUN_TIMEOUT_MINUTES", "0.5")).Run.StuckTimeout.ShouldBe(TimeSpan.FromSeconds(30));
    }
}
