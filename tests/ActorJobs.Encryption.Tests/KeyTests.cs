using ActorJobs.Payloads;

namespace ActorJobs.Encryption.Tests;

public sealed class KeyTests
{
    [Fact]
    public void First_key_encrypts_and_all_decrypt()
    {
        var old = Any.Payloads(Any.OldKey).Seal(Any.Json);
        var rotated = Any.Payloads(Any.NewKey, Any.OldKey);

        rotated.Open(old).Text().ShouldBe(Any.Json.Text());
        rotated.Open(rotated.Seal(Any.Json)).Text().ShouldBe(Any.Json.Text());
        rotated.KeyId.ShouldBe(Any.Payloads(Any.NewKey).KeyId);
        Any.Payloads(Any.NewKey).Open(rotated.Seal(Any.Json)).Text().ShouldBe(Any.Json.Text());
    }

    [Fact]
    public void Key_that_is_not_there_is_named_by_its_id()
    {
        Any.Payloads(Any.NewKey).ShouldNotOpen(Any.Payloads(Any.OldKey).Seal(Any.Json), ErrorClass.Recoverable).Message.ShouldBe(
            "The payload is encrypted with key 630dcd29, which this worker does not have; add that key to "
            + "PAYLOAD_ENCRYPTION_KEY on every worker, after the first.");
    }

    [Fact]
    public void Worker_without_any_key_tries_again_later()
    {
        PlainPayloads.Instance.ShouldNotOpen(Any.Payloads().Seal(Any.Json), ErrorClass.Recoverable).Message.ShouldBe(
            "The payload is encrypted and this worker has no key; set PAYLOAD_ENCRYPTION_KEY on every worker.");
    }

    [Fact]
    public void Bad_keys_are_refused()
    {
        Should.Throw<ArgumentException>(() => new AesGcmPayloads([])).Message.ShouldStartWith("There is no payload key");
        Should.Throw<ArgumentException>(() => Any.Payloads(Any.OldKey[..16])).Message
            .ShouldStartWith("A payload key must have 32 bytes but has 16.");
        Should.Throw<ArgumentException>(() => Any.Payloads(Any.OldKey, Any.OldKey)).Message
            .ShouldStartWith("The payload key 630dcd29 is there twice");
    }
}
