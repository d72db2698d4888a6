using System.Text;
using System.Text.Json;
using ActorJobs.Payloads;
using CsCheck;

namespace ActorJobs.Encryption.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public void What_was_sealed_opens_and_is_not_readable_before()
    {
        var envelope = Any.Payloads().Seal(Any.Json);

        envelope.Text().ShouldNotContain("ada");
        envelope.Text().ShouldNotContain("example");
        Any.Payloads().Open(envelope).Text().ShouldBe(Any.Json.Text());
    }

    [Fact]
    public void Envelope_is_json_of_the_documented_form()
    {
        var envelope = Any.Payloads().Seal(Any.Json);

        var whole = JsonDocument.Parse(envelope).RootElement;
        whole.EnumerateObject().Select(member => member.Name).ShouldBe(["$encrypted"]);
        var inner = whole.GetProperty("$encrypted");
        inner.EnumerateObject().Select(member => member.Name).ShouldBe(["v", "key", "nonce", "data"]);
        inner.GetProperty("v").GetInt32().ShouldBe(1);
        inner.GetProperty("key").GetString().ShouldBe("630dcd29"); // sha256 of the bytes 0 to 31
        inner.GetProperty("nonce").GetBytesFromBase64().Length.ShouldBe(12);
        inner.GetProperty("data").GetBytesFromBase64().Length.ShouldBe(Any.Json.Length + 16);
    }

    /// <summary>Made by another implementation (Python's cryptography): what is in a store must open for ever.</summary>
    [Fact]
    public void Stored_sample_opens()
    {
        Any.Payloads().Open(Any.Bytes(StoredSample.Version1)).Text().ShouldBe(Any.Json.Text());
    }

    [Fact]
    public void Any_document_comes_back_and_is_only_as_much_longer_as_promised() =>
        Gen.Select(Gen.String, Gen.Guid, Gen.String[Gen.Char.AlphaNumeric, 1, 128], Gen.Enum<PayloadPart>())
            .Sample((text, id, type, part) =>
            {
                ReadOnlyMemory<byte> json = JsonSerializer.SerializeToUtf8Bytes(text);
                var envelope = Any.Payloads().Protect(new JobId(id), type, part, json);
                var back = Any.Payloads().Unprotect(new JobId(id), type, part, envelope);
                return back.Span.SequenceEqual(json.Span) && envelope.Length <= (json.Length * 4 / 3) + 120;
            }, iter: 2000);

    [Theory]
    [InlineData(1)]
    [InlineData(262_144)]
    [InlineData(4_194_304)]
    public void Every_size_that_is_admitted_comes_back(int bytes)
    {
        ReadOnlyMemory<byte> json = Encoding.ASCII.GetBytes(new string('1', bytes));
        Any.Payloads().Open(Any.Payloads().Seal(json)).Span.SequenceEqual(json.Span).ShouldBeTrue();
    }

    [Fact]
    public void Same_document_twice_makes_two_envelopes()
    {
        var payloads = Any.Payloads();
        Enumerable.Range(0, 1000).Select(_ => payloads.Seal(Any.Json).Text()).ShouldBeUnique();
    }

    [Fact]
    public void Many_threads_may_use_one()
    {
        var payloads = Any.Payloads();
        Parallel.For(0, 5000, n =>
            payloads.Open(payloads.Seal(Any.Bytes($"[{n}]"))).Text().ShouldBe($"[{n}]"));
    }

    [Theory]
    [InlineData("""{"to":"ada"}""")]
    [InlineData("""{"to":{"$encrypted":{}}}""")]
    [InlineData("""{"to":1,"$encrypted":{}}""")]
    [InlineData("\"$encrypted\"")]
    [InlineData("1")]
    [InlineData("{}")]
    public void Plain_documents_pass_as_they_are(string json)
    {
        var bytes = Any.Bytes(json);
        Any.Payloads().Open(bytes).ShouldBe(bytes);
        PlainPayloads.Instance.Open(bytes).ShouldBe(bytes);
        PlainPayloads.Instance.Seal(bytes).ShouldBe(bytes);
    }

    [Fact]
    public void Protecting_a_job_changes_its_payload_alone()
    {
        var job = new NewJob
        {
            Id = Any.Id, Type = Any.Type, Payload = Any.Json, CreatedAt = default, MaxRetries = 3, Timeout = TimeSpan.FromSeconds(1),
        };

        PlainPayloads.Instance.Protect(job).ShouldBeSameAs(job);
        var sealedJob = Any.Payloads().Protect(job);
        Any.Payloads().Open(sealedJob.Payload).Text().ShouldBe(Any.Json.Text());
        (sealedJob with { Payload = job.Payload }).ShouldBe(job);
    }
}
