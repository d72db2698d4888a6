using System.Text;
using System.Text.Json;
using ActorJobs.Payloads;

namespace ActorJobs.Runtime.Tests;

/// <summary>Hides nothing, but shows who protected what: job, type, part and document as base64.</summary>
internal sealed class Base64Payloads : IPayloadProtector
{
    public ReadOnlyMemory<byte> Protect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json)
    {
        var inner = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id} {type} {part} {Encoding.UTF8.GetString(json.Span)}"));
        return Encoding.UTF8.GetBytes($$"""{"{{EncryptedEnvelope.Property}}":"{{inner}}"}""");
    }

    public ReadOnlyMemory<byte> Unprotect(JobId id, string type, PayloadPart part, ReadOnlyMemory<byte> json)
    {
        if (!EncryptedEnvelope.Is(json.Span))
        {
            return json;
        }
        var inner = JsonDocument.Parse(json).RootElement.GetProperty(EncryptedEnvelope.Property).GetBytesFromBase64();
        var text = Encoding.UTF8.GetString(inner);
        var head = $"{id} {type} {part} ";
        text.ShouldStartWith(head);
        return Encoding.UTF8.GetBytes(text[head.Length..]);
    }
}
