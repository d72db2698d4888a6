using System.Net;
using System.Text;
using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Packages.Tests.Snippets;
using ActorJobs.Settings;
using ActorJobs.Testing;
using ActorJobs.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Packages.Tests.ComingFrom;

/// <summary>Every line of docs/coming-from.md is tried.</summary>
public sealed class ComingFromTests(ITestOutputHelper output)
{
    private static readonly Row[] Rows = Row.Read();

    [Fact]
    public void Every_system_has_lines_and_every_line_is_of_a_kind_that_is_tried()
    {
        Rows.Select(row => row.System).Distinct().ShouldBe(["Hangfire", "Quartz", "BullMQ", "Sercha", "Floh", "Bananas"]);
        Rows.Where(row => !row.IsNothing).ShouldAllBe(row => row.Ours.StartsWith('`') && row.Ours.EndsWith('`') && !row.Code.Contains('`'));
        Rows.Length.ShouldBeGreaterThan(75);
    }

    [Fact]
    public void Settings_are_read()
    {
        var rows = Rows.Where(row => row.IsSettings).ToArray();

        rows.Length.ShouldBeGreaterThan(25);
        foreach (var row in rows)
        {
            var settings = row.Code.Split(' ').Select(setting => setting.Split('=', 2))
                .Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1])).ToArray();
            settings.Select(setting => setting.Key).ShouldBeSubsetOf(SettingNames.All, $"{row}");
            var reading = NodeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), NodeKind.AllInOne);
            reading.Faults.Sentences.ShouldBeEmpty($"{row}");
            reading.Warnings.ShouldBeEmpty($"{row}");
        }
    }

    [Fact]
    public async Task Calls_are_taken_by_a_node()
    {
        var rows = Rows.Where(row => row.IsCall || row.IsBody).ToArray();
        using var node = await NodeProcess.StartedAsync(output);
        using (await SendAsync(node, "PUT /api/v1/schedules/nightly {\"cron\":\"0 3 * * *\",\"job\":{\"type\":\"send_mail\",\"payload\":{}}}"))
        {
            rows.Length.ShouldBeGreaterThan(30);
        }
        foreach (var row in rows)
        {
            var id = await node.Api.EnqueueAsync(new { type = "later", payload = 1, delay = "1h" });
            var text = (row.IsBody ? $"POST /api/v1/jobs {row.Code}" : row.Code).Replace("ID", id, StringComparison.Ordinal);

            using var answer = await SendAsync(node, text);

            ((int)answer.StatusCode).ShouldBeInRange(200, 202, $"{row}: {await BodyAsync(answer)}");
        }
    }

    [Fact]
    public async Task Code_compiles_and_runs()
    {
        var rows = Rows.Where(row => !row.IsNothing && !row.IsSettings && !row.IsCall && !row.IsBody).ToArray();
        rows.Length.ShouldBeGreaterThan(15);
        foreach (var row in rows)
        {
            await using var jobs = await JobTestHost.StartAsync(host => host.AddJob<SendMail>());
            var given = new Given.Values
            {
                Builder = WebApplication.CreateBuilder(),
                Client = jobs.Client,
                Context = new FakeJobContext(),
                Id = (await jobs.Client.EnqueueAsync("other", 1)).Id,
            };
            var code = row.IsAttribute
                ? $$"""
                    JobRequest.For(new Tried(1));
                    builder.AddActorJobs().UseSqlite().AddJob<TriedHandler>();
                    {{row.Code}}
                    public sealed record Tried(int Number);
                    public sealed class TriedHandler : IJobHandler<Tried>
                    {
                        public Task HandleAsync(Tried tried, IJobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
                    }
                    """
                : row.Code;
            var snippet = Snippet.Parse(new Block("docs/coming-from.md", 1, "csharp", "", code));

            SnippetCompiler.FaultsOf(snippet, []).ShouldBeEmpty($"{row}");
            var before = (await jobs.JobsAsync()).Length;
            try
            {
                await SnippetCompiler.RunAsync(snippet, given);
            }
            catch (JobErrorException) when (row.Code.StartsWith("throw ", StringComparison.Ordinal))
            {
                continue;
            }

            if (row.Code.Contains("client.Enqueue", StringComparison.Ordinal))
            {
                (await jobs.JobsAsync()).Length.ShouldBeGreaterThan(before, $"{row}");
            }
            FaultsOf(given.Builder.Services).ShouldBeEmpty($"{row}");
        }
    }

    private static string[] FaultsOf(IServiceCollection services) => [.. services
        .Select(service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<JobRegistration>()
        .SelectMany(job => job.Faults)];

    private static async Task<HttpResponseMessage> SendAsync(NodeProcess node, string text)
    {
        var words = text.Split(' ', 3);
        using var request = new HttpRequestMessage(new HttpMethod(words[0]), words[1])
        {
            Content = words.Length > 2 ? new StringContent(words[2], Encoding.UTF8, "application/json") : null,
        };
        return await node.Api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static Task<string> BodyAsync(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.OK ? Task.FromResult("") : answer.Content.ReadAsStringAsync();
}
