using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace ActorJobs.Dashboard.Tests;

/// <summary>The pages of schedules against the scheduler of a running node.</summary>
[Collection(OpenDashboardCollection.Name)]
public sealed class ScheduleTests(OpenDashboard dashboard)
{
    [Fact]
    public async Task A_schedule_is_created_with_a_preview_and_edited()
    {
        var id = NewId();
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync("/schedules", "Schedules");
        await tab.Link("New schedule").ClickAsync();
        await tab.SeesAsync(tab.Heading("New schedule"));

        await tab.Page.GetByLabel("Id", new() { Exact = true }).FillAsync(id);
        await Cron(tab).FillAsync("30 2 31 2 *");
        await tab.Page.GetByLabel("Job type").FillAsync("echo");
        await tab.SeesAsync(tab.Page.Locator(".faults li").Filter(new() { HasText = "30 2 31 2 *" }));
        await tab.SeesNoneAsync(Fires(tab));
        await Cron(tab).FillAsync("30 2 * * *");
        await tab.Page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await Expect(Fires(tab)).ToHaveCountAsync(10, Patient);
        await tab.SeesAsync(tab.Page.Locator(".note"));
        await tab.Page.GetByLabel("Description").FillAsync("Sums up the day");
        await tab.Button("Save schedule").ClickAsync();

        await tab.SeesAsync(tab.Heading(id));
        await tab.SeesAsync("Sums up the day");
        var made = await ScheduleAsync(id);
        made.GetProperty("timeZone").GetString().ShouldBe("Europe/Berlin");

        await tab.Link("Edit").ClickAsync();
        await tab.SeesAsync(tab.Heading($"Edit {id}"));
        await Expect(Cron(tab)).ToHaveValueAsync("30 2 * * *", new() { Timeout = Patience });
        await Cron(tab).FillAsync("45 4 * * *");
        await tab.Button("Save schedule").ClickAsync();
        await tab.SeesAsync(tab.Heading(id));
        (await ScheduleAsync(id)).GetProperty("cron").GetString().ShouldBe("45 4 * * *");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_is_triggered_paused_with_a_note_resumed_backfilled_and_deleted()
    {
        var id = await PutAsync(new { every = "1h", anchor = "2026-01-01T00:00:00Z", overlap = "allow", job = new { type = "echo", payload = 1 } });
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync($"/schedule?id={id}", id);
        await Expect(Fires(tab)).ToHaveCountAsync(10, Patient);
        await tab.SeesAsync("It has not fired yet.");

        await tab.Button("Trigger now").ClickAsync();
        await tab.SeesAsync("Triggered: a job was enqueued.");
        await tab.SeesAsync(tab.Page.GetByRole(AriaRole.Cell, new() { Name = "trigger", Exact = true }));

        await tab.Button("Pause").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("the supplier is away");
        await tab.ConfirmAsync();
        await tab.SeesAsync("the supplier is away");
        (await ScheduleAsync(id)).GetProperty("pauseNote").GetString().ShouldBe("the supplier is away");
        await tab.Button("Resume").ClickAsync();
        await tab.SeesAsync(tab.Button("Pause"));

        await tab.Page.GetByLabel("From (UTC)").FillAsync("2026-03-01T00:00");
        await tab.Page.GetByLabel("To (UTC)").FillAsync("2026-03-01T02:30");
        await tab.Button("Backfill").ClickAsync();
        await tab.SeesAsync("Backfilled: 3 jobs enqueued.");
        await Expect(tab.Page.GetByRole(AriaRole.Cell, new() { Name = "backfill", Exact = true })).ToHaveCountAsync(3, Patient);
        (await dashboard.Api.JobsAsync($"&tag=schedule:{id}")).Count.ShouldBe(4);

        await tab.Button("Delete").ClickAsync();
        await tab.ConfirmAsync();
        await tab.SeesAsync(tab.Heading("Schedules"));
        (await dashboard.Api.StatusOfAsync($"/api/v1/schedules/{id}")).ShouldBe(HttpStatusCode.NotFound);
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_shows_what_is_next_and_acts_from_its_rows()
    {
        var id = await PutAsync(new { cron = "0 3 * * *", job = new { type = "echo" } });
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync("/schedules", "Schedules");
        await tab.SeesAsync(tab.Link(id));
        await tab.SeesAsync(tab.Link("actorjobs:purge-history")); // housekeeping is a schedule like others

        await tab.Button($"Trigger {id}").ClickAsync();
        await tab.SeesAsync("Triggered: a job was enqueued.");
        await tab.Button($"Pause {id}").ClickAsync();
        await tab.ConfirmAsync();
        await tab.SeesAsync(tab.Button($"Resume {id}"));
        await tab.Button($"Resume {id}").ClickAsync();
        await tab.SeesAsync(tab.Button($"Pause {id}"));

        (await dashboard.Api.JobsAsync($"&tag=schedule:{id}")).Count.ShouldBe(1);
        (await ScheduleAsync(id)).GetProperty("fires").GetInt64().ShouldBe(0); // a trigger is not one of its own times
    }

    [Fact]
    public async Task A_type_that_nobody_knows_and_a_schedule_that_is_not_there_are_named()
    {
        var id = await PutAsync(new { every = "1h", job = new { type = "nobody_knows_this" } });
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync($"/schedule?id={id}", id);
        await tab.SeesAsync(tab.Page.Locator(".banner.warn").Filter(new() { HasText = "nobody_knows_this" }));

        await tab.Page.GotoAsync("/schedule?id=gone");
        await tab.SeesAsync("There is no such schedule");
    }

    private const int Patience = 60_000;

    private static LocatorAssertionsToHaveCountOptions Patient => new() { Timeout = Patience };

    private static ILocator Cron(Tab tab) => tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Cron", Exact = true });

    private static ILocator Fires(Tab tab) => tab.Page.Locator("ol.fires li");

    private static string NewId() => $"s{Guid.NewGuid():N}"[..14];

    private async Task<string> PutAsync(object schedule)
    {
        var id = NewId();
        using var answer = await dashboard.Api.Http.PutAsJsonAsync($"/api/v1/schedules/{id}", schedule);
        answer.EnsureSuccessStatusCode();
        return id;
    }

    private Task<JsonElement> ScheduleAsync(string id) => dashboard.Api.GetAsync($"/api/v1/schedules/{id}");
}
