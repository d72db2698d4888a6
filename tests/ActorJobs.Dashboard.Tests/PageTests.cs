namespace ActorJobs.Dashboard.Tests;

/// <summary>Every page shows what there is, and where there is nothing says what to do.</summary>
[Collection(OpenDashboardCollection.Name)]
public sealed class PageTests(OpenDashboard dashboard)
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task The_overview_shows_live_figures_and_charts()
    {
        await dashboard.Api.EnqueueManyAsync(Enumerable.Range(1, 50).Select(n => (object)new { type = "echo", payload = new { n } }));
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);

        await tab.GoAsync("/", "Overview");

        foreach (var chart in (string[])["Throughput", "Latency", "Utilization", "Queue depth"])
        {
            await tab.SeesAsync(tab.Page.GetByRole(AriaRole.Img, new() { NameRegex = new($"^{chart}: ") }));
        }
        await tab.SeesAsync("of 8 slots");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_filters_by_all_that_is_offered_and_keeps_it_in_the_address()
    {
        var mark = $"m{Guid.NewGuid():N}"[..12];
        var failed = await dashboard.Api.EnqueueAsync(new
        {
            type = "fail", payload = new { @class = "permanent", message = $"no user {mark}", times = 5 }, priority = "high",
            tags = new[] { mark }, concurrencyKey = $"key-{mark}",
        });
        await dashboard.Api.EnqueueAsync(new { type = "echo", payload = 1 });
        await dashboard.Api.JobInAsync(failed, "failed");
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        var only = tab.Page.Locator("tbody tr");

        foreach (var query in (string[])[$"tag={mark}", $"key=key-{mark}", $"error=USER {mark}", $"tag={mark}&state=failed&type=fail&priority=high&since=1h"])
        {
            await tab.GoAsync($"/jobs?{query}", "Jobs");
            await Assertions.Expect(only).ToHaveCountAsync(1, new() { Timeout = 60_000 });
            await tab.SeesAsync(tab.Page.Locator($"a[href='jobs/{failed}']").First);
        }
        foreach (var query in (string[])[$"tag={mark}&state=succeeded", $"tag={mark}&until=2020-01-01T00:00:00Z", $"tag={mark}&priority=low"])
        {
            await tab.GoAsync($"/jobs?{query}", "Jobs");
            await tab.SeesAsync("No job matches");
        }

        await tab.GoAsync("/jobs", "Jobs");
        await tab.Page.GetByLabel("Tag", new() { Exact = true }).FillAsync(mark);
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForURLAsync($"**/jobs?tag={mark}");
        await Assertions.Expect(only).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_shows_its_attempts_stacks_payload_keys_and_live_progress()
    {
        var id = await dashboard.Api.EnqueueAsync(new
        {
            type = "fail", payload = new { @class = "transient", message = "lost the race", times = 2 }, uniqueKey = $"u-{Guid.NewGuid()}",
        }, $"00-{Trace}-b7ad6b7169203331-01");
        await dashboard.Api.JobInAsync(id, "succeeded");
        var running = await dashboard.Api.EnqueueAsync(new { type = "progress", payload = new { steps = 1_000, ms = 200 } });
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);

        await tab.GoAsync($"/jobs/{id}", "fail");
        await tab.SeesAsync("Attempt 1 failed");
        await tab.SeesAsync("Attempt 3 started");
        await tab.SeesAsync("lost the race");
        await tab.Page.GetByText("Stack").First.ClickAsync();
        await tab.SeesAsync(tab.Page.Locator("details pre").First);
        await tab.SeesAsync("Unique key");
        await tab.SeesAsync(tab.Page.Locator("dd code").GetByText(Trace, new() { Exact = true }));
        await tab.SeesAsync(tab.Button("Copy trace id"));
        await tab.SeesAsync("\"transient\"");

        await tab.GoAsync($"/jobs/{running}", "progress");
        var bar = tab.Page.GetByRole(AriaRole.Progressbar).First;
        await tab.SeesAsync(bar);
        await tab.SeesNoneAsync(tab.Button("Copy trace id"));
        var first = await bar.GetAttributeAsync("aria-valuenow");
        await Assertions.Expect(bar).Not.ToHaveAttributeAsync("aria-valuenow", first!, new() { Timeout = 60_000 });
        await dashboard.Api.PostAsync($"/api/v1/jobs/{running}/cancel");
        await tab.SeesAsync("Cancelled");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parents_and_children_lead_to_each_other()
    {
        var folder = Directory.CreateTempSubdirectory("actorjobs-dashboard-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.txt"), "words");
            var parent = await dashboard.Api.EnqueueAsync(new
            {
                type = "sync_all", payload = new { sources = new[] { new { id = "docs", path = folder.FullName, enabled = true } } },
            });
            await dashboard.Api.JobInAsync(parent, "succeeded");
            await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);

            await tab.GoAsync($"/jobs/{parent}", "sync_all");
            await tab.Page.Locator(".children a").First.ClickAsync();
            await tab.SeesAsync(tab.Heading("sync_source"));
            await tab.Page.Locator($"dd a[href='jobs/{parent}']").ClickAsync();
            await tab.SeesAsync(tab.Heading("sync_all"));
            tab.Faults.ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Failed_jobs_stand_in_groups_of_type_and_error()
    {
        var word = $"w{Guid.NewGuid():N}"[..9].Replace('0', 'a');
        await dashboard.Api.EnqueueManyAsync(Enumerable.Range(1, 3).Select(n => (object)new
        {
            type = "fail", payload = new { @class = "permanent", message = $"order {n} of customer {word[0]} is gone", times = 9 },
        }));
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);

        await tab.GoAsync("/failed", "Failed jobs");

        await tab.SeesAsync($"order # of customer {word[0]} is gone");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nodes_show_roles_slots_and_where_the_reader_lives()
    {
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);

        await tab.GoAsync("/nodes", "Nodes");

        await tab.SeesAsync(tab.Page.GetByText("reader", new() { Exact = true }));
        await tab.SeesAsync("of 8 slots");
        await tab.SeesAsync("No node came, left or was lost");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_type_that_no_worker_takes_is_named_on_lanes_and_overview()
    {
        var id = await dashboard.Api.EnqueueAsync(new { type = "nobody_takes_me", payload = 1 });
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);

        await tab.GoAsync("/", "Overview");
        await tab.SeesAsync("cannot run: no worker takes them");
        await tab.Link("See which").ClickAsync();
        await tab.SeesAsync(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Unroutable" }));
        await tab.SeesAsync("nobody_takes_me");
        using var gone = await dashboard.Api.Http.DeleteAsync($"/api/v1/jobs/{id}");
        await tab.SeesNoneAsync(tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Unroutable" }));
    }

    [Fact]
    public async Task An_unknown_job_and_an_unknown_page_say_so()
    {
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);

        await tab.GoAsync("/jobs/0190a5e0-0000-7000-8000-000000000000", "Job");
        await tab.SeesAsync("There is no such job");
        await tab.GoAsync("/jobs/nonsense", "Job");
        await tab.SeesAsync("There is no such job");
    }

    [Fact]
    public async Task The_search_box_is_reached_by_a_key_and_leads_to_a_job()
    {
        var id = await dashboard.Api.EnqueueAsync(new { type = "echo", payload = new { found = true } });
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync("/", "Overview");

        await tab.Page.Keyboard.PressAsync("/");
        await tab.Page.Keyboard.TypeAsync(id);
        await tab.Page.Keyboard.PressAsync("Enter");

        await tab.SeesAsync(tab.Heading("echo"));
        await tab.SeesAsync("\"found\"");
    }
}
