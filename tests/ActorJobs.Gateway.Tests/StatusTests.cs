using ActorJobs.Gateway.Tests.Fakes;
using ActorJobs.Operations;
using ActorJobs.Stores;

namespace ActorJobs.Gateway.Tests;

public sealed class StatusTests : IAsyncLifetime
{
    private static readonly NodeId Self = new("127.0.0.1:4053", 1);

    private GatewayHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(options => options with { Self = _ => Self });
        _host.Cluster.Nodes = [new NodeStatus(Self, ["gateway"], "up", null)];
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Stats_show_the_queue_in_numbers()
    {
        _host.Store.ByState[JobState.Ready] = 9;
        _host.Store.Waiting[new Lane(Priority.Normal, "echo")] = 4;
        _host.Store.Waiting[new Lane(Priority.Low, "echo")] = 3;
        _host.Store.Waiting[new Lane(Priority.High, "mail")] = 2;
        _host.Store.Oldest[new Lane(Priority.Normal, "echo")] = Any.Now.AddSeconds(-12.5);
        _host.Cluster.Reader = new ReaderStatus(Self, 3, [Any.Worker()], new JobRates(1.5, 1, 0.5));

        var answer = await _host.GetAsync("/api/v1/stats");

        answer.Text.ShouldBe(
            Any.OneLine("""
            {"byState":{"scheduled":0,"ready":9,"running":0,"retrying":0,"succeeded":0,"failed":0,"cancelled":0},
            "depth":{"high":2,"normal":4,"low":3},"oldestReadySeconds":12.5,
            "rates":{"started":1.5,"succeeded":1,"failed":0.5},"slots":{"used":4,"free":6},"abandoned":1,
            "unroutable":[{"type":"echo","count":3,"priorities":["low"]},{"type":"mail","count":2,"priorities":["high"]}],
            "reader":"127.0.0.1:4053"}
            """));
    }

    [Fact]
    public async Task Workers_are_known_from_the_members_while_no_reader_answers()
    {
        _host.Store.Waiting[new Lane(Priority.Normal, "echo")] = 4;
        _host.Cluster.Nodes = [new NodeStatus(Self, ["worker"], "up", Any.Worker())];

        var answer = await _host.GetAsync("/api/v1/stats");

        answer.Json.GetProperty("unroutable").GetArrayLength().ShouldBe(0);
        answer.Json.GetProperty("slots").GetProperty("used").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Counts_are_asked_once_a_second_however_many_poll()
    {
        for (var i = 0; i < 20; i++)
        {
            await _host.GetAsync("/api/v1/stats");
            await _host.GetAsync("/metrics");
        }
        _host.Store.CountCalls.ShouldBe(1);

        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await _host.GetAsync("/api/v1/stats");
        _host.Store.CountCalls.ShouldBe(2);
    }

    [Fact]
    public async Task Failed_count_is_not_kept()
    {
        _host.Store.Failure = new StoreUnavailableException("The store is away.", TimeSpan.FromSeconds(2));
        (await _host.GetAsync("/api/v1/stats")).Status.ShouldBe(503);

        _host.Store.Failure = null;
        (await _host.GetAsync("/api/v1/stats")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Nodes_are_listed_with_what_their_workers_report()
    {
        _host.Cluster.Nodes =
        [
            new NodeStatus(Self, ["gateway"], "up", null),
            new NodeStatus(new NodeId("10.0.0.1:4053", 7), ["scheduler", "worker"], "leaving", Any.Worker()),
        ];

        (await _host.GetAsync("/api/v1/nodes")).Text.ShouldBe(
            Any.OneLine("""
            {"nodes":[{"address":"127.0.0.1:4053","roles":["gateway"],"status":"up","slots":null,"running":null,
            "waiting":null,"abandoned":null,"health":null,"priorities":null,"types":null},
            {"address":"10.0.0.1:4053","roles":["scheduler","worker"],"status":"leaving","slots":10,"running":4,
            "waiting":1,"abandoned":1,"health":"healthy","priorities":["normal"],"types":["echo"]}]}
            """));
    }

    [Fact]
    public async Task Live_process_says_so()
    {
        var answer = await _host.GetAsync("/health/live");

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe("""{"status":"live"}""");
    }

    [Fact]
    public async Task Ready_process_names_its_checks()
    {
        var answer = await _host.GetAsync("/health/ready");

        answer.Status.ShouldBe(200);
        answer.Text.ShouldBe(Any.OneLine("""
            {"status":"ready","checks":[{"name":"store","status":"ok","reason":null},
            {"name":"member","status":"ok","reason":null}]}
            """));
    }

    [Fact]
    public async Task Process_without_store_or_membership_is_not_ready()
    {
        _host.Store.Failure = new StoreUnavailableException("The store is away.", TimeSpan.FromSeconds(2));
        _host.Cluster.Nodes = [new NodeStatus(Self, ["gateway"], "joining", null)];

        var answer = await _host.GetAsync("/health/ready");

        answer.Status.ShouldBe(503);
        answer.Text.ShouldBe(Any.OneLine("""
            {"status":"notReady","checks":[
            {"name":"store","status":"failing","reason":"The store is away."},
            {"name":"member","status":"failing","reason":"This member is joining, not up."}]}
            """));
    }

    [Theory]
    [InlineData("unhealthy")]
    [InlineData("healthy", WorkerHealth.Healthy, WorkerHealth.Healthy)]
    [InlineData("degraded", WorkerHealth.Healthy, WorkerHealth.Degraded)]
    [InlineData("degraded", WorkerHealth.Healthy, WorkerHealth.Unhealthy)]
    [InlineData("unhealthy", WorkerHealth.Unhealthy, WorkerHealth.Unhealthy)]
    public async Task Health_of_the_cluster_follows_from_its_workers(string status, params WorkerHealth[] workers)
    {
        _host.Cluster.Reader = new ReaderStatus(
            Self, 1, [.. workers.Select(health => Any.Worker(health))], new JobRates(0, 0, 0));

        var answer = await _host.GetAsync("/api/health/worker");

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("status").GetString().ShouldBe(status);
        answer.Json.GetProperty("workerCount").GetInt32().ShouldBe(workers.Length);
    }

    [Fact]
    public async Task Worker_health_has_exactly_its_fields()
    {
        _host.Cluster.Reader = new ReaderStatus(
            Self, 1, [Any.Worker(), Any.Worker(WorkerHealth.Degraded)], new JobRates(0, 0, 0));

        (await _host.GetAsync("/api/health/worker")).Text.ShouldBe(
            Any.OneLine("""
            {"status":"degraded","workerCount":2,"healthyWorkers":1,"degradedWorkers":1,"unhealthyWorkers":0,
            "eventsProcessed":200,"eventsSucceeded":180,"eventsFailed":20,"activeEvents":8,
            "timestamp":"2026-05-04T03:02:01.007Z","workers":[
            {"node":"10.0.0.1:4053","number":1,"slots":10,"running":4,"abandoned":1,"restarts":0,"health":"healthy"},
            {"node":"10.0.0.1:4053","number":1,"slots":10,"running":4,"abandoned":1,"restarts":0,"health":"degraded"}]}
            """));
    }

    [Fact]
    public async Task Workers_of_a_node_are_counted_one_by_one()
    {
        var node = Any.Worker(WorkerHealth.Degraded) with
        {
            Units =
            [
                new WorkerUnitReport(1, 5, 4, 0, 0, WorkerHealth.Healthy),
                new WorkerUnitReport(2, 5, 0, 1, 2, WorkerHealth.Unhealthy),
            ],
        };
        _host.Cluster.Reader = new ReaderStatus(Self, 1, [node], new JobRates(0, 0, 0));

        var health = (await _host.GetAsync("/api/health/worker")).Json;

        health.GetProperty("status").GetString().ShouldBe("degraded");
        health.GetProperty("workerCount").GetInt32().ShouldBe(2);
        health.GetProperty("healthyWorkers").GetInt32().ShouldBe(1);
        health.GetProperty("unhealthyWorkers").GetInt32().ShouldBe(1);
        health.GetProperty("workers")[1].GetProperty("restarts").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Metrics_are_prometheus_text()
    {
        _host.Store.Waiting[new Lane(Priority.High, "echo")] = 1_000_000;
        _host.Store.Waiting[new Lane(Priority.Low, "mail")] = 2;
        _host.Store.Oldest[new Lane(Priority.High, "echo")] = Any.Now.AddSeconds(-12.5);
        _host.Store.ByState[JobState.Failed] = 3;
        _host.Cluster.Reader = new ReaderStatus(Self, 1, [Any.Worker()], new JobRates(4, 3, 1));

        var answer = await _host.GetAsync("/metrics");

        answer.MediaType.ShouldBe("text/plain");
        var lines = answer.Text.Split('\n');
        lines.ShouldContain("# TYPE actorjobs_queue_depth gauge");
        lines.ShouldContain("actorjobs_queue_depth{priority=\"high\"} 1000000");
        lines.ShouldContain("actorjobs_queue_depth{priority=\"low\"} 2");
        lines.ShouldContain("actorjobs_lane_depth{priority=\"high\",type=\"echo\"} 1000000");
        lines.ShouldContain("actorjobs_lane_oldest_seconds{priority=\"high\",type=\"echo\"} 12.5");
        lines.ShouldContain("actorjobs_oldest_ready_seconds{} 12.5");
        lines.ShouldContain("actorjobs_unroutable{type=\"mail\"} 2");
        lines.ShouldContain("actorjobs_jobs{state=\"failed\"} 3");
        lines.ShouldContain("actorjobs_slots{state=\"free\"} 6");
        lines.ShouldContain("actorjobs_running{} 4");
        lines.ShouldContain("actorjobs_abandoned{} 1");
        lines.ShouldContain("actorjobs_utilization{} 0.4");
        lines.ShouldContain("actorjobs_error_rate{} 0.25");
        lines.ShouldContain("actorjobs_reader_known{} 1");
        lines.ShouldContain("actorjobs_store_up{} 1");
    }
}
