using System.Security.Claims;
using System.Text;
using ActorJobs.Gateway.Tests.Fakes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ActorJobs.Gateway.Tests;

public sealed class AccessTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Job = """{"type":"echo","payload":1}""";

    [Theory]
    [InlineData("GET", "/api/v1/jobs", "read,admin")]
    [InlineData("GET", "/api/v1/jobs/7", "read,enqueue,admin")]
    [InlineData("GET", "/api/v1/stats", "read,admin")]
    [InlineData("GET", "/api/v1/nodes", "read,admin")]
    [InlineData("GET", "/api/v1/pauses", "read,admin")]
    [InlineData("GET", "/api/v1/events?id=7", "read,admin")]
    [InlineData("GET", "/api/health/worker", "read,admin")]
    [InlineData("GET", "/metrics", "read,admin")]
    [InlineData("GET", "/openapi/v1.json", "read,admin")]
    [InlineData("POST", "/api/v1/jobs", "enqueue,admin")]
    [InlineData("POST", "/api/v1/jobs/batch", "enqueue,admin")]
    [InlineData("POST", "/api/v1/jobs/7/cancel", "admin")]
    [InlineData("POST", "/api/v1/jobs/7/retry", "admin")]
    [InlineData("DELETE", "/api/v1/jobs/7", "admin")]
    [InlineData("POST", "/api/v1/jobs/cancel", "admin")]
    [InlineData("POST", "/api/v1/jobs/retry", "admin")]
    [InlineData("POST", "/api/v1/jobs/delete", "admin")]
    [InlineData("DELETE", "/api/v1/jobs", "admin")]
    [InlineData("POST", "/api/v1/pause", "admin")]
    [InlineData("POST", "/api/v1/resume", "admin")]
    public async Task Call_is_open_to_its_scopes_only(string method, string path, string scopes)
    {
        await using var host = await StartAsync("read:R, enqueue:E, admin:A, bare");

        foreach (var (key, scope) in new[] { ("R", "read"), ("E", "enqueue"), ("A", "admin"), ("bare", "admin") })
        {
            var answer = await host.SendAsync(method, path, key: key);
            (answer.Status == 403).ShouldBe(!scopes.Split(',').Contains(scope), $"{scope} {method} {path}: {answer.Status}");
            answer.Status.ShouldNotBe(401);
        }
        (await host.SendAsync(method, path)).Status.ShouldBe(401);
        (await host.SendAsync(method, path, key: "X")).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/")]
    public async Task Health_and_the_first_page_need_no_key(string path)
    {
        await using var host = await StartAsync("A");

        (await host.GetAsync(path)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Missing_and_wrong_keys_are_told_apart()
    {
        await using var host = await StartAsync("A");

        var missing = await host.GetAsync("/api/v1/jobs");
        missing.Detail.ShouldBe("A key is needed: send it as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'.");
        missing.Response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await host.GetAsync("/api/v1/jobs", "B")).Detail
            .ShouldBe("The key or token is not known, not valid or no longer valid.");
    }

    [Fact]
    public async Task Missing_scope_is_named()
    {
        await using var host = await StartAsync("read:R");

        (await host.PostAsync("/api/v1/jobs", Job, key: "R")).Detail.ShouldBe("This call needs the scope enqueue or admin.");
    }

    [Fact]
    public async Task Key_may_hold_two_scopes_and_come_in_its_own_header()
    {
        await using var host = await StartAsync("read+enqueue:K:1");
        static void Key(HttpRequestMessage request) => request.Headers.Add("X-Api-Key", "K:1");

        (await host.SendAsync("GET", "/api/v1/jobs", change: Key)).Status.ShouldBe(200);
        (await host.SendAsync("POST", "/api/v1/jobs", Encoding.UTF8.GetBytes(Job), "application/json", change: Key))
            .Status.ShouldBe(202);
        (await host.SendAsync("DELETE", "/api/v1/jobs?type=a", change: Key)).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("enqueue", 202)]
    [InlineData("read enqueue", 202)]
    [InlineData("admin", 202)]
    [InlineData("read", 403)]
    [InlineData("other", 403)]
    public async Task Token_grants_its_scopes(string scope, int status)
    {
        await using var host = await StartAsync(null, Secret);

        (await host.PostAsync("/api/v1/jobs", Job, key: Token(scope))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("another secret of 32 bytes or more", 60, SecurityAlgorithms.HmacSha256)]
    [InlineData(Secret, -60, SecurityAlgorithms.HmacSha256)]
    [InlineData(Secret, null, SecurityAlgorithms.HmacSha256)]
    [InlineData(Secret + Secret, 60, SecurityAlgorithms.HmacSha512)]
    public async Task Token_that_is_forged_or_stale_is_refused(string secret, int? lifeInSeconds, string algorithm)
    {
        await using var host = await StartAsync("A", secret.Length > Secret.Length * 1.5 ? secret : Secret);

        (await host.PostAsync("/api/v1/jobs", Job, key: Token("admin", secret, lifeInSeconds, algorithm))).Status.ShouldBe(401);
        (await host.PostAsync("/api/v1/jobs", Job, key: "A")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Unsigned_token_is_refused()
    {
        await using var host = await StartAsync(null, Secret);
        static string Part(string json) => Base64UrlEncoder.Encode(json);
        var expires = Any.Now.AddHours(1).ToUnixTimeSeconds();

        var token = Part("""{"alg":"none"}""") + "." + Part($$"""{"scope":"admin","exp":{{expires}}}""") + ".";

        (await host.PostAsync("/api/v1/jobs", Job, key: token)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1")]
    [InlineData("localhost.evil.example:80")]
    public async Task Without_keys_other_names_are_refused(string name)
    {
        await using var host = await StartAsync(null);

        var answer = await host.SendAsync("GET", "/api/v1/jobs", change: request => request.Headers.Host = name);

        answer.Status.ShouldBe(403);
        answer.Detail.ShouldBe("Without API_KEYS or JWT_SECRET the gateway answers only to 127.0.0.1, [::1] or localhost.");
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3:1")]
    [InlineData("[::1]:8080")]
    public async Task Without_keys_names_of_this_machine_are_welcome(string name)
    {
        await using var host = await StartAsync(null);

        (await host.SendAsync("GET", "/api/v1/jobs", change: request => request.Headers.Host = name)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost:1", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 202)]
    public async Task Without_keys_pages_of_other_origins_change_nothing(string header, string value, int status)
    {
        await using var host = await StartAsync(null);

        var answer = await host.SendAsync("POST", "/api/v1/jobs/delete?state=failed",
            change: request => request.Headers.Add(header, value));

        answer.Status.ShouldBe(status);
        host.Operations.Bulk.Count.ShouldBe(status == 202 ? 1 : 0);
    }

    [Fact]
    public async Task Answers_neither_name_the_server_nor_allow_other_origins()
    {
        await using var host = await StartAsync(null);

        var answer = await host.SendAsync("GET", "/api/v1/jobs",
            change: request => request.Headers.Add("Origin", "https://evil.example"));

        answer.Response.Headers.Contains("Server").ShouldBeFalse();
        answer.Response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        answer.Response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    private static Task<GatewayHost> StartAsync(string? keys, string? secret = null) =>
        GatewayHost.StartAsync(options => options with { ApiKeys = keys, JwtSecret = secret });

    private static string Token(
        string scope, string secret = Secret, int? lifeInSeconds = 60, string algorithm = SecurityAlgorithms.HmacSha256)
    {
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Subject = new ClaimsIdentity([new Claim("scope", scope)]),
            Expires = lifeInSeconds is { } seconds ? Any.Now.UtcDateTime.AddSeconds(seconds) : null,
            SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)), algorithm),
        });
    }
}
