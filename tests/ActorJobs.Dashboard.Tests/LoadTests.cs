using System.Diagnostics;
using System.Globalization;

namespace ActorJobs.Dashboard.Tests;

/// <summary>
/// A long history and many tabs. Short here; <c>tests/dashboard-soak.sh</c> runs it with a million jobs and for ten minutes
/// (ACTORJOBS_SOAK_ROWS, ACTORJOBS_SOAK_SECONDS) and then holds it to 500 ms.
/// </summary>
[Collection(OpenDashboardCollection.Name)]
public sealed class LoadTests(OpenDashboard dashboard, ITestOutputHelper output)
{
    private const int Tabs = 10;
    private static readonly int? SoakRows = Number("ACTORJOBS_SOAK_ROWS");
    private static readonly int? SoakSeconds = Number("ACTORJOBS_SOAK_SECONDS");

    private static readonly string[] Queries =
    [
        "", "state=succeeded", "state=failed", "state=cancelled", "type=report", "priority=low", "tag=batch-3", "key=order-4203", "key=customer-5",
        "error=no such user", "error=nothing like this", "parent={parent}", "from={hour}", "from={morning}&until={noon}",
        "state=cancelled&type=mail&priority=high", "tag=batch-3&state=failed", "tag=batch-13&type=report&priority=high", "type=sync&from={hour}",
        "key=customer-5&state=cancelled", "error=locked&type=mail", "tag=none", "type=none", "state=running", "state=ready",
    ];

    [Fact]
    public async Task Every_filter_is_answered_from_a_long_history()
    {
        using var storage = await NodeStorage.CreateAsync(TestStore.Postgres);
        using var node = new NodeProcess(output, storage.Settings);
        await node.StartAsync();
        await FilledHistory.WriteAsync(storage.Settings.Single(setting => setting.Name == "DATABASE_URL").Value, SoakRows ?? 20_000);
        var slowest = TimeSpan.Zero;
        foreach (var query in Queries)
        {
            var (took, jobs) = await TimeAsync(node, query);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds,8:0.0} ms  {jobs,3} jobs  {(query.Length == 0 ? "(all)" : query)}"));
            slowest = took > slowest ? took : slowest;
        }
        if (SoakRows is not null)
        {
            slowest.ShouldBeLessThan(TimeSpan.FromMilliseconds(500));
        }
        await using var tab = await dashboard.Browser.OpenAsync(node.Api.Url);
        await tab.GoAsync("/failed", "Failed jobs");
        await tab.SeesAsync("no such user: #");
        await tab.GoAsync("/jobs?key=customer-5", "Jobs");
        await tab.SeesAsync(tab.Page.Locator("tbody tr").First);
    }

    [Fact]
    public async Task Ten_tabs_stay_fresh_while_jobs_flow()
    {
        var flow = new CancellationTokenSource();
        var flowing = FlowAsync(flow.Token);
        var tabs = new List<Tab>();
        try
        {
            var paths = (string[])["/", "/jobs", "/failed", "/nodes", "/lanes", "/jobs?state=succeeded", "/jobs?type=echo", "/", "/jobs?state=running", "/"];
            foreach (var path in paths.Take(Tabs))
            {
                var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
                await tab.Page.GotoAsync(path);
                await tab.SeesAsync(tab.Page.GetByText("Live", new() { Exact = true }));
                tabs.Add(tab);
            }
            var watch = Stopwatch.StartNew();
            var length = TimeSpan.FromSeconds(SoakSeconds ?? 10);
            var total = tabs[0].Page.Locator(".side-link").Nth(1).Locator(".count");
            do
            {
                var before = await total.InnerTextAsync();
                await Assertions.Expect(total).Not.ToHaveTextAsync(before, new() { Timeout = 60_000 });
                if (SoakSeconds is not null)
                {
                    var ended = await dashboard.Api.CountAsync("succeeded");
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{watch.Elapsed.TotalSeconds,6:0} s  {dashboard.Node.ResidentMegabytes(),7:0} MB  {ended,10} succeeded"));
                    await Task.Delay(TimeSpan.FromSeconds(15));
                }
            }
            while (watch.Elapsed < length);
            tabs.SelectMany(tab => tab.Faults).ShouldBeEmpty();
        }
        finally
        {
            await flow.CancelAsync();
            await flowing;
            foreach (var tab in tabs)
            {
                await tab.DisposeAsync();
            }
        }
    }

    private async Task FlowAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; !cancellationToken.IsCancellationRequested; round++)
        {
            await dashboard.Api.EnqueueManyAsync(Enumerable.Range(1, 2000).Select(n => (object)new { type = "echo", payload = new { round, n } }));
            while (await dashboard.Api.CountAsync("ready") > 4000 && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            }
        }
    }

    // The middle of five: the machine is shared.
    private static async Task<(TimeSpan Took, int Jobs)> TimeAsync(NodeProcess node, string query)
    {
        var now = DateTimeOffset.UtcNow;
        string Time(double hours) => now.AddHours(-hours).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var path = "/api/v1/jobs?limit=50&" + query.Replace("{hour}", Time(1), StringComparison.Ordinal)
            .Replace("{morning}", Time(12), StringComparison.Ordinal).Replace("{noon}", Time(6), StringComparison.Ordinal)
            .Replace("{parent}", new Guid(Convert.FromHexString(Md5("9")), bigEndian: true).ToString(), StringComparison.Ordinal);
        var times = new List<TimeSpan>();
        var jobs = 0;
        for (var i = 0; i < 5; i++)
        {
            var watch = Stopwatch.StartNew();
            jobs = (await node.Api.GetAsync(path)).GetProperty("jobs").GetArrayLength();
            times.Add(watch.Elapsed);
        }
        return (times.Order().ElementAt(2), jobs);
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "The ids of parents were made by PostgreSQL's md5.")]
    private static string Md5(string text) =>
        Convert.ToHexString(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
