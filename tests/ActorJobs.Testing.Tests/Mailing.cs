using ActorJobs.Client;
using ActorJobs.Handlers;

namespace ActorJobs.Testing.Tests;

[Job("send_mail", MaxRetries = 2, ConcurrencyKey = "to-{to}")]
public sealed record Mail(string To);

[Job("log_mail")]
public sealed record MailLogged(string To);

public sealed class Outbox
{
    public List<string> Sent { get; } = [];
}

public sealed class SendMail(Outbox outbox) : IJobHandler<Mail>
{
    public Task HandleAsync(Mail args, IJobContext context, CancellationToken cancellationToken)
    {
        outbox.Sent.Add(args.To);
        context.Enqueue(new MailLogged(args.To));
        context.SetResult(new { Count = outbox.Sent.Count });
        return Task.CompletedTask;
    }
}

public sealed class LogMail : IJobHandler<MailLogged>
{
    public Task HandleAsync(MailLogged args, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Waits for the clock.</summary>
public sealed class Nap(TimeProvider clock) : IJobHandler<NapArgs>
{
    public Task HandleAsync(NapArgs args, IJobContext context, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMinutes(args.Minutes), clock, cancellationToken);
}

[Job("nap", MaxRetries = 0, Timeout = "5m")]
public sealed record NapArgs(int Minutes);
