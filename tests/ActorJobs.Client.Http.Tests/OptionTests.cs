using ActorJobs.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Client.Http.Tests;

public sealed class OptionTests
{
    [Fact]
    public void Every_fault_of_the_options_is_named_at_once()
    {
        var options = new GatewayClientOptions
        {
            Url = new Uri("ftp://x/"), Timeout = TimeSpan.Zero, AttemptTimeout = TimeSpan.FromDays(1), ApiKey = "a b",
        };

        var message = Should.Throw<ArgumentException>(() => new ActorJobsHttpClient(options)).Message;

        message.ShouldContain("Url must be an absolute http or https address");
        message.ShouldContain("Timeout must be from 00:00:01 to 00:10:00 but is 00:00:00; set it within.");
        message.ShouldContain("AttemptTimeout must be from");
        message.ShouldContain("ApiKey must be");
        message.ShouldNotContain("a b");
    }

    [Fact]
    public async Task Services_hold_one_client_under_its_interfaces()
    {
        await using var services = new ServiceCollection()
            .AddActorJobsHttpClient(new GatewayClientOptions { Url = new Uri("http://127.0.0.1:1") }).Services
            .BuildServiceProvider();

        var client = services.GetRequiredService<ActorJobsHttpClient>();

        services.GetRequiredService<IJobClient>().ShouldBeSameAs(client);
        services.GetRequiredService<IJobOperations>().ShouldBeSameAs(client);
    }

    [Fact]
    public void Bad_options_are_refused_when_they_are_registered() => Should.Throw<ArgumentException>(() =>
        new ServiceCollection().AddActorJobsHttpClient(new GatewayClientOptions { Url = new Uri("ftp://x/") }));

    [Fact]
    public void Key_is_not_part_of_the_options_text() =>
        new GatewayClientOptions { Url = new Uri("http://x/"), ApiKey = "secret" }.ToString().ShouldNotContain("secret");
}
