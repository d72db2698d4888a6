using System.Net.Http.Json;

namespace ActorJobs.Dashboard.Tests;

/// <summary>
/// Each page in light, dark and on a phone: nothing overflows sideways, everything that can be pressed has a name, no script
/// fails. With ACTORJOBS_SCREENSHOTS set to a folder, pictures are kept there.
/// </summary>
[Collection(OpenDashboardCollection.Name)]
public sealed class LookTests(OpenDashboard dashboard)
{
    private const string Overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private const string Nameless = """
        [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea')].filter(it =>
          it.checkVisibility({ visibilityProperty: true }) && !(it.ariaLabel || it.innerText?.trim() || it.title || it.labels?.length ||
          it.querySelector('[alt]:not([alt=""])'))).map(it => it.outerHTML.slice(0, 200))
        """;

    private static readonly (string Name, string Path, string Heading)[] Pages =
    [
        ("overview", "/", "Overview"), ("jobs", "/jobs", "Jobs"), ("job", "/jobs/{failed}", "fail"), ("failed", "/failed", "Failed jobs"),
        ("nodes", "/nodes", "Nodes"), ("lanes", "/lanes", "Lanes"), ("enqueue", "/enqueue?like={failed}", "Enqueue fail again"),
        ("schedules", "/schedules", "Schedules"), ("schedule", "/schedule?id=nightly-report", "nightly-report"),
        ("schedule-edit", "/schedules/edit?id=nightly-report", "Edit nightly-report"),
    ];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Every_page_fits_has_names_and_throws_nothing(bool isDark, bool isPhone)
    {
        var failed = await dashboard.Api.EnqueueAsync(new
        {
            type = "fail", payload = new { @class = "permanent", message = "no such user: ada@example.com", times = 9 },
            tags = new[] { "mail", "customer-7" }, concurrencyKey = "customer-7",
        });
        await dashboard.Api.EnqueueManyAsync(Enumerable.Range(1, 40).Select(n => (object)new { type = "echo", payload = n }));
        var lane = await dashboard.Api.EnqueueAsync(new { type = "nobody_takes_this_long_name", payload = 1, priority = "low" });
        await dashboard.Api.JobInAsync(failed, "failed");
        using var put = await dashboard.Api.Http.PutAsJsonAsync("/api/v1/schedules/nightly-report", new
        {
            cron = "30 2 * * *", timeZone = "Europe/Berlin", description = "Sums up the day before", jitter = "30s", tags = new[] { "reports" },
            job = new { type = "echo", payload = new { report = "sales", format = "pdf" } },
        });
        using var trigger = await dashboard.Api.Http.PostAsync("/api/v1/schedules/nightly-report/trigger", null);
        trigger.EnsureSuccessStatusCode();
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url, isDark, isPhone);
        foreach (var (name, path, heading) in Pages)
        {
            await tab.GoAsync(path.Replace("{failed}", failed, StringComparison.Ordinal), heading);
            await tab.SeesNoneAsync(tab.Page.Locator("p[role=status]"));
            await KeepAsync(tab, $"{name}{(isDark ? "-dark" : "")}{(isPhone ? "-phone" : "")}", isWhole: !isPhone);
            (await tab.Page.EvaluateAsync<int>(Overflow)).ShouldBeLessThanOrEqualTo(0, name);
            (await tab.Page.EvaluateAsync<string[]>(Nameless)).ShouldBeEmpty(name);
            (await tab.Page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe(isDark ? "dark" : "light");
        }
        tab.Faults.ShouldBeEmpty();
        using var gone = await dashboard.Api.Http.DeleteAsync($"/api/v1/jobs/{lane}");
    }

    [Fact]
    public async Task The_colours_change_at_a_button_and_stay_changed()
    {
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url);
        await tab.GoAsync("/", "Overview");

        await tab.Button("Dark colours").ClickAsync();
        await tab.SeesAsync(tab.Button("Light colours"));
        await tab.Page.ReloadAsync();

        await tab.SeesAsync(tab.Button("Light colours"));
        (await tab.Page.EvaluateAsync<string>("document.documentElement.dataset.theme")).ShouldBe("dark");
    }

    [Fact]
    public async Task On_a_phone_the_menu_opens_and_leads_on()
    {
        await using var tab = await dashboard.Browser.OpenAsync(dashboard.Api.Url, isPhone: true);
        await tab.GoAsync("/", "Overview");

        await tab.Button("Pages").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Nodes") }).First.ClickAsync();

        await tab.SeesAsync(tab.Heading("Nodes"));
    }

    private static async Task KeepAsync(Tab tab, string name, bool isWhole)
    {
        if (Environment.GetEnvironmentVariable("ACTORJOBS_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await tab.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = isWhole });
        }
    }
}
