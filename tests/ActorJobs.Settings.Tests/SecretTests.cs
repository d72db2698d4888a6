namespace ActorJobs.Settings.Tests;

public class SecretTests
{
    private const string Key = "hush-hush-hush-hush";

    [Fact]
    public void Settings_in_text_form_hold_no_secret()
    {
        var settings = Given.Settings(
            ("API_KEYS", Key), ("JWT_SECRET", Key + Key), ("DATABASE_URL", $"postgres://u:{Key}@h:5432/db"),
            ("REDIS_URL", $"redis://:{Key}@h:6379"), ("PAYLOAD_ENCRYPTION_KEY", Given.Base64Key));

        var text = string.Join(' ', settings, settings.Gateway.ApiKeys[0], settings.Store, settings.Encryption);

        text.ShouldNotContain("hush");
        text.ShouldNotContain(Given.Base64Key);
    }

    [Fact]
    public void Api_keys_carry_their_scope_and_a_bare_key_is_admin()
    {
        var keys = Given.Settings(("API_KEYS", "read:aaaaaaaaaaaaaaaa, enqueue:bbbbbbbbbbbbbbbb,admin:cccccccccccccccc,dddddddddddddddd"))
            .Gateway.ApiKeys;

        keys.Select(key => key.Scope).ShouldBe([ApiScope.Read, ApiScope.Enqueue, ApiScope.Admin, ApiScope.Admin]);
        keys.Select(key => key.Key.Reveal()[0]).ShouldBe(['a', 'b', 'c', 'd']);
    }

    [Theory]
    [InlineData("API_KEYS", "aaaaaaaaaaaaaaaa")]
    [InlineData("JWT_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_guarded_gateway_may_listen_anywhere(string name, string value)
    {
        var gateway = Given.Settings((name, value), ("GATEWAY_URL", "http://*:8080")).Gateway;

        gateway.RequiresAuthentication.ShouldBeTrue();
        gateway.Listen.ShouldBe(new ListenUrl("http://*:8080", "*", 8080));
    }
}
