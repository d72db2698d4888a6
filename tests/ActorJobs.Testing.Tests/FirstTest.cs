using ActorJobs.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Testing.Tests;

public sealed class FirstTest
{
    // doc: first-test
    [Fact]
    public async Task A_mail_is_sent_and_logged()
    {
        var outbox = new Outbox();
        await using var jobs = await JobTestHost.StartAsync(host =>
        {
            host.AddJob<SendMail>().AddJob<LogMail>().Services.AddSingleton(outbox);
        });
        await jobs.Client.EnqueueAsync(new Mail("ada@example.com"));
        await jobs.RunToIdleAsync();
        outbox.Sent.ShouldBe(["ada@example.com"]);
        await jobs.AssertEnqueuedAsync<MailLogged>(log => log.To == "ada@example.com");
    }
    // doc: end
}
