using ActorJobs.Rules;

namespace ActorJobs.Abstractions.Tests.Rules;

public class HostPatternTests
{
    [Theory]
    [InlineData("api.example.com", "https://api.example.com/x", true)]
    [InlineData("API.example.com", "http://api.EXAMPLE.com:81/", true)]
    [InlineData("api.example.com", "https://example.com/", false)]
    [InlineData("api.example.com", "https://evil-api.example.com/", false)]
    [InlineData("api.example.com", "https://api.example.com.evil.org/", false)]
    [InlineData("api.example.com", "https://api.example.com@evil.org/", false)]
    [InlineData("*.example.com", "https://a.b.example.com/", true)]
    [InlineData("*.example.com", "https://example.com/", false)]
    [InlineData("*.example.com", "https://badexample.com/", false)]
    [InlineData("*", "http://10.0.0.1/", true)]
    [InlineData("*:443", "https://anything.org/", true)]
    [InlineData("*:443", "http://anything.org/", false)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8080/x", true)]
    [InlineData("127.0.0.1:8080", "http://127.0.0.1:8081/x", false)]
    [InlineData("[::1]:8080", "http://[::1]:8080/", true)]
    [InlineData("[::1]", "http://[::2]/", false)]
    public void An_entry_allows_its_hosts_only(string entry, string url, bool allowed)
    {
        HostPattern.TryParse(entry, out var pattern).ShouldBeTrue();
        pattern.Allows(new Uri(url)).ShouldBe(allowed);
        pattern.ToString().ShouldBe(entry.ToLowerInvariant());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://example.com")]
    [InlineData("example.com/path")]
    [InlineData("example.com:0")]
    [InlineData("example.com:65536")]
    [InlineData("example.com:")]
    [InlineData("a.*.com")]
    [InlineData("*example.com")]
    [InlineData("*.")]
    [InlineData("a b")]
    [InlineData("user@example.com")]
    public void Anything_else_is_no_entry(string? entry)
    {
        HostPattern.TryParse(entry, out _).ShouldBeFalse();
    }
}
