using ActorJobs.Client;
using ActorJobs.Client.Http;
using ActorJobs.Handlers;
using ActorJobs.Settings;
using ActorJobs.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ActorJobs.Packages.Tests.Snippets;

/// <summary>What pages take as there, besides what they say themselves. A page that needs more should say it.</summary>
public abstract class Given
{
    protected Mail ada { get; } = new("ada@example.com", "welcome");

    protected WebApplicationBuilder builder { get; } = null!;

    protected CancellationToken cancellationToken { get; }

    protected IJobClient client { get; } = null!;

    protected NpgsqlConnection connection { get; } = null!;

    protected IJobContext context { get; } = null!;

    protected Mail grace { get; } = new("grace@example.com", "welcome");

    protected ActorJobsHttpClient http { get; } = null!;

    protected JobTestHost jobs { get; } = null!;

    protected string key { get; } = "";

    protected ReadOnlyMemory<byte>[] keys { get; } = [];

    protected byte[] payload { get; } = [];

    protected IReadOnlyList<JobRequest> requests { get; } = [];

    protected IServiceCollection services { get; } = null!;

    protected NodeSettings settings { get; } = null!;

    protected NpgsqlTransaction transaction { get; } = null!;

    protected static byte[] Part(int number) => [(byte)number];
}

public sealed record Mail(string To, string Template);

public sealed record Transfer(int From, int To, decimal Amount);

public interface IMailer
{
    Task SendAsync(string to, string template, CancellationToken cancellationToken);
}

public sealed class Mailer : IMailer
{
    public Task SendAsync(string to, string template, CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class SendMail : IJobHandler<Mail>
{
    public Task HandleAsync(Mail args, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
