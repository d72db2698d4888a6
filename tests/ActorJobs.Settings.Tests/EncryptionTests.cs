namespace ActorJobs.Settings.Tests;

public class EncryptionTests
{
    private const string Name = "PAYLOAD_ENCRYPTION_KEY";
    private const string Other = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private const string Rule = Name + " must be keys of 32 bytes written as base64, separated by commas, but ";
    private const string MakeOne = "; make one with: openssl rand -base64 32.";

    [Fact]
    public void A_worker_loads_its_keys_in_order()
    {
        var keys = Given.Settings((Name, $"{Given.Base64Key}, {Other}")).Encryption.DecodeKeys().ToList();

        keys.Select(key => key.Length).ShouldBe([32, 32]);
        keys.Select(key => key.Span[0]).ShouldBe([(byte)0, (byte)32]);
    }

    [Fact]
    public void Keys_may_be_a_list_in_the_file()
    {
        Given.File($$"""{ "ActorJobs": { "{{Name}}": ["{{Given.Base64Key}}", "{{Other}}"] } }""").ShouldBeValid()
            .Encryption.Keys.Select(key => key.Reveal()).ShouldBe([Given.Base64Key, Other]);
    }

    [Theory]
    [InlineData("hush!", "it is not base64" + MakeOne)]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==", "it has 16 bytes" + MakeOne)]
    [InlineData(",", "there is none" + MakeOne)]
    [InlineData(Given.Base64Key + ",hush!", "the one at place 2 is not base64" + MakeOne)]
    [InlineData(Given.Base64Key + "," + Other + "," + Given.Base64Key,
        "the one at place 3 is the same as that at place 1; give each once.")]
    public void A_bad_key_is_named_by_its_place(string keys, string fault)
    {
        Given.Reading((Name, keys)).Faults.Sentences.ShouldBe([Rule + fault]);
    }

    [Fact]
    public void Every_bad_key_is_named_and_none_is_shown()
    {
        var faults = Given.Reading((Name, $"hush!,{Other},AAECAwQFBgcICQoLDA0ODw==,{Other}")).Faults.Sentences;

        faults.ShouldBe(
        [
            $"{Rule}the one at place 1 is not base64{MakeOne}",
            $"{Rule}the one at place 3 has 16 bytes{MakeOne}",
            $"{Rule}the one at place 4 is the same as that at place 2; give each once.",
        ]);
    }

    [Theory]
    [InlineData("scheduler-only", Given.Base64Key)]
    [InlineData("gateway-only", Given.Base64Key)]
    [InlineData("gateway-only", "not even a key")]
    public void A_process_without_slots_never_loads_a_key(string mode, string key)
    {
        var reading = Given.Reading(("WORKER_MODE", mode), (Name, key));

        reading.ShouldBeValid().Encryption.Keys.ShouldBeEmpty();
        reading.Warnings.ShouldBe(
            [$"{Name} is set but a process whose WORKER_MODE is '{mode}' never loads it; keep the key away from this process."]);
    }
}
