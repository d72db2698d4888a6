namespace ActorJobs.Node.Tests;

/// <summary>The programs of their own start, do their part and no other, and refuse what is not theirs.</summary>
[Collection(NodeCollection.Name)]
public sealed class ProgramTests(ITestOutputHelper output)
{
    private const int BadSettings = 2;

    [Theory]
    [InlineData("Worker", "default", "10 slots")]
    [InlineData("Scheduler", "scheduler-only", "0 slots")]
    [InlineData("Gateway", "gateway-only", "0 slots")]
    public async Task Program_starts_in_its_own_mode(string program, string mode, string slots)
    {
        using var node = Node(program);
        await node.StartAsync();

        node.Log.Find($"started in mode {mode} with {slots}").ShouldNotBeNull();
        node.Log.Find("Gateway listens").ShouldBe(program == "Gateway" ? node.Log.Find(" listens on ") : null);
    }

    [Theory]
    [InlineData("Worker", "thin")]
    [InlineData("Scheduler", "default")]
    [InlineData("Gateway", "scheduler-only")]
    public async Task Program_refuses_the_mode_of_another(string program, string mode)
    {
        using var node = Node(program, ("WORKER_MODE", mode));
        node.Begin();

        (await node.ExitCodeAsync()).ShouldBe(BadSettings);
        node.Errors.Text.ShouldContain($"WORKER_MODE must be");
    }

    private NodeProcess Node(string program, params (string Name, string Value)[] settings) => new(output,
        [("CLUSTER_PORT", "0"), ("HEALTH_URL", program == "Gateway" ? "" : "http://127.0.0.1:0"), .. settings])
    {
        Program = $"ActorJobs.Node.{program}",
    };
}
