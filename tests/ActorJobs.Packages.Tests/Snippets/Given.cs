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
    private Values _values = new();

    protected Mail ada { get; } = new("ada@example.com", "welcome");

    protected WebApplicationBuilder builder => _values.Builder;

    protected CancellationToken cancellationToken { get; }

    protected IJobClient client => _values.Client;

    protected NpgsqlConnection connection { get; } = null!;

    protected IJobContext context => _values.Context;

    protected Mail grace { get; } = new("grace@example.com", "welcome");

    protected ActorJobsHttpClient http { get; } = null!;

    protected JobId id => _values.Id;

    protected JobTestHost jobs { get; } = null!;

    protected string key { get; } = "";

    protected ReadOnlyMemory<byte>[] keys { get; } = [];

    protected byte[] payload { get; } = [];

    protected IReadOnlyList<JobRequest> requests { get; } = [];

    protected IServiceCollection services { get; } = null!;

    protected NodeSettings settings { get; } = null!;

    protected NpgsqlTransaction transaction { get; } = null!;

    protected static byte[] Part(int number) => [(byte)number];

    /// <summary>Runs the block's statements on real things.</summary>
    public Task RunAsync(Values values)
    {
        _values = values;
        return RunAsync(Array.Empty<string>());
    }

    protected abstract Task RunAsync(string[] args);

    /// <summary>What a block that is run, and not only compiled, works on.</summary>
    public sealed record Values
    {
        public WebApplicationBuilder Builder { get; init; } = null!;

        public IJobClient Client { get; init; } = null!;

        public IJobContext Context { get; init; } = null!;

        public JobId Id { get; init; }
    }
}

[Job("send_mail")]
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

public sealed class Timing : IJobMiddleware
{
    public Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken) => next(cancellationToken);
}
