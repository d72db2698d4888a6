namespace ActorJobs.Cli.Tests;

public sealed class AccessTests(ITestOutputHelper output)
{
    private const string Admin = "admin-key-0123456789";
    private const string Reader = "reader-key-0123456789";

    [Fact]
    public async Task Keys_come_from_the_environment_or_an_option_and_their_scope_is_kept()
    {
        using var node = await NodeProcess.StartedAsync(output, ("API_KEYS", $"admin:{Admin},read:{Reader}"));
        var without = new Driving.Cli(node.Api.Url);
        var reader = new Driving.Cli(node.Api.Url, ("ACTORJOBS_API_KEY", Reader));

        (await without.RunAsync("list")).With(5).Err
            .ShouldBe("actorjobs: The gateway wants a key; give one by ACTORJOBS_API_KEY or --key.\n");
        (await reader.RunAsync("list")).With(0);
        (await reader.RunAsync("pause", "--all")).With(5).Err.ShouldContain("admin");
        (await reader.RunAsync("tail", "--key", "wrong-key-0123456789")).With(5);
        (await reader.RunAsync("enqueue", "echo", "1", "--wait", "--key", Admin)).With(0);
    }
}
