using System.Net;
using System.Net.WebSockets;

namespace ActorJobs.Dashboard.Tests;

/// <summary>Who may see and who may act when keys are set; and that no other site gets in.</summary>
[Collection(OpenDashboardCollection.Name)]
public sealed class AccessTests(OpenDashboard dashboard, ITestOutputHelper output)
{
    private const string Reader = "reader-key-0123456789";
    private const string Admin = "admin-key-0123456789";

    [Fact]
    public async Task A_reader_sees_and_an_admin_acts_after_signing_in_with_a_key()
    {
        using var node = await NodeProcess.StartedAsync(
            output, TestStore.Postgres, ("API_KEYS", $"read:{Reader},admin:{Admin},enqueue:enqueue-key-0123456789"));
        node.Api.Http.DefaultRequestHeaders.Add("X-Api-Key", Admin);
        var id = await node.Api.EnqueueAsync(new { type = "echo", payload = 1, delay = "1h" });

        await using (var tab = await dashboard.Browser.OpenAsync(node.Api.Url))
        {
            await tab.GoAsync($"/jobs/{id}", "ActorJobs");
            await SignInAsync(tab, "wrong");
            await tab.SeesAsync("This key is not known");
            await SignInAsync(tab, "enqueue-key-0123456789");
            await tab.SeesAsync("may neither read nor administer");
            await SignInAsync(tab, Reader);
            await tab.SeesAsync(tab.Heading("echo"));
            await tab.SeesAsync("Read only");
            await tab.SeesNoneAsync(tab.Button("Cancel"));
            foreach (var (path, heading) in ((string, string)[])[("/", "Overview"), ("/jobs", "Jobs"), ("/failed", "Failed jobs"), ("/nodes", "Nodes")])
            {
                await tab.GoAsync(path, heading);
            }
            await tab.GoAsync("/lanes", "Lanes");
            await tab.SeesNoneAsync(tab.Button("Pause"));
            await tab.GoAsync("/enqueue", "Enqueue a job");
            await tab.SeesAsync("An admin key is needed");
            await tab.Button("Sign out").ClickAsync();
            await tab.SeesAsync(tab.Heading("ActorJobs"));
            await tab.GoAsync("/jobs", "ActorJobs");
        }
        await using (var tab = await dashboard.Browser.OpenAsync(node.Api.Url))
        {
            await tab.GoAsync("/", "ActorJobs");
            await SignInAsync(tab, Admin);
            await tab.SeesAsync("Admin");
            await tab.GoAsync($"/jobs/{id}", "echo");
            await tab.Button("Cancel").ClickAsync();
            await node.Api.JobInAsync(id, "cancelled");
        }
    }

    [Fact]
    public async Task The_session_of_a_browser_opens_no_call_of_the_API()
    {
        using var node = await NodeProcess.StartedAsync(output, TestStore.Postgres, ("API_KEYS", $"admin:{Admin}"));
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = node.Api.Url };
        using var form = new FormUrlEncodedContent([new("key", Admin), new("return", "//evil.example/")]);

        using var signedIn = await http.PostAsync("/session", form);

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        signedIn.Headers.Location!.ToString().ShouldBe("/");
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain(Admin);
        (await http.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/api/v1/stats")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.PostAsync("/api/v1/jobs/retry?state=failed", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_page_of_another_origin_reaches_neither_the_socket_nor_the_sign_in()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "http://evil.example");
        var address = new UriBuilder(dashboard.Api.Url) { Scheme = "ws", Path = "/_blazor" }.Uri;

        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(address, CancellationToken.None));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/session") { Content = new FormUrlEncodedContent([new("key", "x")]) };
        request.Headers.Add("Origin", "http://evil.example");
        (await dashboard.Api.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Pages_forbid_frames_and_scripts_of_others()
    {
        using var answer = await dashboard.Api.Http.GetAsync("/");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("script-src 'self';");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("://");
    }

    private static async Task SignInAsync(Tab tab, string key)
    {
        await tab.Page.GetByLabel("API key or token").FillAsync(key);
        await tab.Button("Sign in").ClickAsync();
    }
}
