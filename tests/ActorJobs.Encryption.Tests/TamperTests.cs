using System.Text.Json;
using ActorJobs.Handlers;
using ActorJobs.Payloads;

namespace ActorJobs.Encryption.Tests;

public sealed class TamperTests
{
    private const string Changed =
        "The payload encrypted with key 630dcd29 was changed, or belongs to another job; enqueue the job again.";

    /// <summary>
    /// Each bit of each byte. Where the change leaves no envelope at all ("$encrypted" itself), it is a plain document and
    /// no secret.
    /// </summary>
    [Fact]
    public void No_changed_bit_yields_another_plaintext()
    {
        var payloads = Any.Payloads();
        var envelope = payloads.Seal(Any.Json).ToArray();
        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
            if (EncryptedEnvelope.Is(envelope))
            {
                Should.Throw<JobErrorException>(() => payloads.Open(envelope));
            }
            else
            {
                bit.ShouldBeLessThan("{\"$encrypted\":".Length * 8);
                payloads.Open(envelope).ShouldBe(envelope);
            }
            envelope[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        payloads.Open(envelope).Text().ShouldBe(Any.Json.Text());
    }

    [Fact]
    public void No_envelope_cut_short_opens()
    {
        var payloads = Any.Payloads();
        var envelope = payloads.Seal(Any.Json);
        for (var length = "{\"$encrypted\":".Length; length < envelope.Length; length++)
        {
            payloads.ShouldNotOpen(envelope[..length]);
        }
    }

    [Fact]
    public void Each_byte_of_nonce_ciphertext_and_tag_counts()
    {
        var payloads = Any.Payloads();
        var envelope = Envelope.Read(payloads.Seal(Any.Json).Span).ShouldNotBeNull();
        foreach (var part in new[] { envelope.Nonce, envelope.Data })
        {
            for (var i = 0; i < part.Length; i++)
            {
                part[i] ^= 1;
                payloads.ShouldNotOpen(Envelope.Write(envelope.Key, envelope.Nonce, envelope.Data)).Message.ShouldBe(Changed);
                part[i] ^= 1;
            }
        }
    }

    [Fact]
    public void Envelope_opens_for_no_other_job_type_or_part()
    {
        var payloads = Any.Payloads();
        var envelope = payloads.Seal(Any.Json);
        var other = new JobId(new Guid("0198c0de-0000-7000-8000-000000000002"));

        Error(() => payloads.Unprotect(other, Any.Type, PayloadPart.Arguments, envelope)).ShouldBe(Changed);
        Error(() => payloads.Unprotect(Any.Id, "send_mails", PayloadPart.Arguments, envelope)).ShouldBe(Changed);
        Error(() => payloads.Unprotect(Any.Id, "", PayloadPart.Arguments, envelope)).ShouldBe(Changed);
        Error(() => payloads.Unprotect(Any.Id, Any.Type, PayloadPart.Result, envelope)).ShouldBe(Changed);
    }

    [Theory]
    [InlineData("""{"$encrypted":1}""")]
    [InlineData("""{"$encrypted":{}}""")]
    [InlineData("""{"$encrypted":{"v":"1","key":1,"nonce":[],"data":null}}""")]
    [InlineData("""{"$encrypted":{"v":2,"key":"630dcd29","nonce":"AAAAAAAAAAAAAAAA","data":"AAAAAAAAAAAAAAAAAAAAAA=="}}""")]
    [InlineData("""{"$encrypted":{"v":1,"v":1,"key":"630dcd29","nonce":"AAAAAAAAAAAAAAAA","data":"AAAAAAAAAAAAAAAAAAAAAA=="}}""")]
    [InlineData("""{"$encrypted":{"v":1,"key":"630dcd29","nonce":"AAAA","data":"AAAAAAAAAAAAAAAAAAAAAA=="}}""")]
    [InlineData("""{"$encrypted":{"v":1,"key":"630dcd29","nonce":"AAAAAAAAAAAAAAAA","data":"AAAA"}}""")]
    [InlineData("""{"$encrypted":{"v":1,"key":"630dcd2\n","nonce":"AAAAAAAAAAAAAAAA","data":"AAAAAAAAAAAAAAAAAAAAAA=="}}""")]
    [InlineData("""{"$encrypted":{"v":99999999999,"key":"630dcd29"}}""")]
    [InlineData("""{"$encrypted":{"v":1,"key":"630dcd29","nonce":"!","data":"!"}}""")]
    [InlineData("""{"$encrypted":{"v":1,"key":"\ud800"}}""")]
    public void What_only_looks_like_an_envelope_is_refused(string json)
    {
        Any.Payloads().ShouldNotOpen(Any.Bytes(json)).Message.ShouldBe(
            "The encrypted payload is no envelope of version 1: it was changed, a newer release wrote it, "
            + "or a job was enqueued in plain with the reserved property $encrypted; enqueue it again.");
    }

    [Fact]
    public void Envelope_written_anew_by_a_tool_opens()
    {
        var inner = JsonDocument.Parse(Any.Payloads().Seal(Any.Json)).RootElement.GetProperty("$encrypted");
        var anew = "{ \"$encrypted\" : {" + string.Join(" , ",
            inner.EnumerateObject().Reverse().Select(member => $"\"{member.Name}\" : {member.Value.GetRawText()}")) + "} }\n";
        Any.Payloads().Open(Any.Bytes(anew)).Text().ShouldBe(Any.Json.Text());
    }

    private static string Error(Action open) => Should.Throw<Handlers.JobErrorException>(open).Message;
}
