namespace ActorJobs.Dashboard.Tests;

/// <summary>Every action of an admin, each through its button.</summary>
[Collection(OpenDashboardCollection.Name)]
public sealed class ActionTests(OpenDashboard dashboard)
{
    [Fact]
    public async Task A_job_is_cancelled_retried_and_discarded()
    {
        var id = await dashboard.Api.EnqueueAsync(new { type = "echo", payload = 1, delay = "1h" });
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync($"/jobs/{id}", "echo");

        await tab.Button("Cancel").ClickAsync();
        await dashboard.Api.JobInAsync(id, "cancelled");
        await tab.Button("Retry").ClickAsync();
        await dashboard.Api.JobInAsync(id, "succeeded");
        await tab.Button("Discard").ClickAsync();
        await tab.ConfirmAsync();

        await tab.SeesAsync(tab.Heading("Jobs"));
        (await dashboard.Api.StatusOfAsync($"/api/v1/jobs/{id}")).ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_job_is_enqueued_again_with_edits()
    {
        var id = await dashboard.Api.EnqueueAsync(new { type = "echo", payload = new { n = 1 }, tags = new[] { "first" } });
        await dashboard.Api.JobInAsync(id, "succeeded");
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync($"/jobs/{id}", "echo");

        await tab.Link("Enqueue again …").ClickAsync();
        await tab.SeesAsync(tab.Heading("Enqueue echo again"));
        var payload = tab.Page.GetByLabel("Payload (JSON)");
        await Assertions.Expect(payload).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\"n\": 1"));
        await payload.FillAsync("{ nonsense");
        await tab.Button("Enqueue").ClickAsync();
        await tab.SeesAsync("The payload is no JSON");
        await payload.FillAsync("""{ "n": 2 }""");
        await tab.Button("Enqueue").ClickAsync();

        await tab.Page.WaitForURLAsync(url => url.Contains("/jobs/", StringComparison.Ordinal) && !url.EndsWith(id, StringComparison.Ordinal));
        var again = await dashboard.Api.JobInAsync(tab.Page.Url.Split('/')[^1], "succeeded");
        again.Id.ShouldNotBe(id);
    }

    [Fact]
    public async Task All_jobs_that_match_are_changed_after_a_count_and_a_question()
    {
        var tag = $"b{Guid.NewGuid():N}"[..12];
        var ids = await dashboard.Api.EnqueueManyAsync(Enumerable.Range(1, 7).Select(n => (object)new
        {
            type = "echo", payload = n, delay = "1h", tags = new[] { tag },
        }));
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync($"/jobs?tag={tag}", "Jobs");
        await Assertions.Expect(tab.Page.Locator("tbody tr")).ToHaveCountAsync(7, new() { Timeout = 60_000 });

        await tab.Button("Cancel all").ClickAsync();
        await tab.SeesAsync("Cancel 7 jobs?");
        await tab.Button("Keep as it is").ClickAsync();
        (await dashboard.Api.JobAsync(ids[0])).State.ShouldBe("scheduled");
        await tab.Button("Cancel all").ClickAsync();
        await tab.ConfirmAsync();
        await tab.SeesAsync("7 jobs cancelled.");
        await dashboard.Api.JobInAsync(ids[6], "cancelled");

        await tab.Page.GetByLabel($"Choose {ids[2]}").CheckAsync();
        await tab.Button("Retry").ClickAsync();
        await tab.ConfirmAsync();
        await dashboard.Api.JobInAsync(ids[2], "succeeded");
        (await dashboard.Api.JobAsync(ids[3])).State.ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_group_of_failures_is_discarded()
    {
        var word = $"gone{Guid.NewGuid():N}"[..14].Replace('0', 'x');
        var letters = new string([.. word.Where(char.IsLetter)]);
        await dashboard.Api.EnqueueManyAsync(Enumerable.Range(1, 2).Select(n => (object)new
        {
            type = "fail", payload = new { @class = "permanent", message = $"{letters} without number", times = 9 },
        }));
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync("/failed", "Failed jobs");
        var group = tab.Page.Locator("article", new() { HasText = letters });

        await tab.SeesAsync(group);
        await group.GetByRole(AriaRole.Button, new() { Name = "Discard all fail" }).ClickAsync();
        await tab.SeesAsync("Discard 2 jobs?");
        await tab.ConfirmAsync();

        await tab.SeesNoneAsync(group);
    }

    [Fact]
    public async Task A_lane_is_paused_and_resumed()
    {
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync("/lanes", "Lanes");

        await tab.Page.GetByLabel("of type").FillAsync("cpu");
        await tab.Button("Pause").ClickAsync();
        await tab.SeesAsync(tab.Button("Resume cpu"));
        (await dashboard.Api.GetAsync("/api/v1/pauses")).GetProperty("pauses").GetArrayLength().ShouldBe(1);
        await tab.Button("Resume cpu").ClickAsync();

        await tab.SeesAsync("Nothing is paused");
        (await dashboard.Api.GetAsync("/api/v1/pauses")).GetProperty("pauses").GetArrayLength().ShouldBe(0);
    }
}
