using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Gateway.Tests;

public sealed class GatewayGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.8.9.10:0")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://[::1]:8443")]
    public void Loopback_addresses_need_no_key(string url) =>
        GatewayGuard.Check(new GatewayOptions { Urls = [url] }).ShouldBeEmpty();

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://10.0.0.1:8080")]
    [InlineData("http://jobs.example:8080")]
    public void Other_addresses_need_a_key(string url)
    {
        GatewayGuard.Check(new GatewayOptions { Urls = ["http://127.0.0.1:1", url] }).ShouldBe(
        [
            $"GATEWAY_URL '{url}' is reachable by others but neither API_KEYS nor JWT_SECRET is set; set one of them, or " +
            "listen on 127.0.0.1.",
        ]);
        GatewayGuard.Check(new GatewayOptions { Urls = [url], ApiKeys = "read:R" }).ShouldBeEmpty();
        GatewayGuard.Check(new GatewayOptions { Urls = [url], JwtSecret = new string('s', 32) }).ShouldBeEmpty();
    }

    [Fact]
    public void All_faults_are_named_and_no_secret_is()
    {
        var faults = GatewayGuard.Check(new GatewayOptions
        {
            Urls = ["8080"],
            ApiKeys = "root:sesame,read:,,admin:A",
            JwtSecret = "short",
            MaxPayloadBytes = 0,
        });

        faults.ShouldBe(
        [
            "GATEWAY_URL must be an address such as http://127.0.0.1:8080 but is '8080'.",
            "API_KEYS entry 1 names an unknown scope; write read:KEY, enqueue:KEY, admin:KEY or read+enqueue:KEY.",
            "API_KEYS entry 2 has no key; write read:KEY, enqueue:KEY, admin:KEY or only KEY.",
            "API_KEYS entry 3 has no key; write read:KEY, enqueue:KEY, admin:KEY or only KEY.",
            "JWT_SECRET must have at least 32 bytes but has 5; make one with 'openssl rand -base64 48'.",
            "MaxPayloadBytes must be at least 1 but is 0.",
        ]);
    }

    [Fact]
    public void Gateway_that_would_be_open_is_not_added() =>
        Should.Throw<ArgumentException>(() =>
            new ServiceCollection().AddActorJobsGateway(new GatewayOptions { Urls = ["http://0.0.0.0:80"] }))
            .Message.ShouldContain("is reachable by others");
}
