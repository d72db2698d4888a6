using System.Text;
using ActorJobs.Handlers;
using ActorJobs.Payloads;

namespace ActorJobs.Encryption.Tests;

/// <summary>Jobs, keys and documents as a test wants them.</summary>
internal static class Any
{
    public const string Type = "send_mail";

    public static readonly JobId Id = new(new Guid("0198c0de-0000-7000-8000-000000000001"));

    public static ReadOnlyMemory<byte> OldKey { get; } = Enumerable.Range(0, 32).Select(n => (byte)n).ToArray();

    public static ReadOnlyMemory<byte> NewKey { get; } = Enumerable.Range(32, 32).Select(n => (byte)n).ToArray();

    public static ReadOnlyMemory<byte> Json { get; } = Bytes("""{"to":"ada@example.com"}""");

    public static AesGcmPayloads Payloads(params ReadOnlyMemory<byte>[] keys) => new(keys.Length == 0 ? [OldKey] : keys);

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public static ReadOnlyMemory<byte> Seal(this IPayloadProtector payloads, ReadOnlyMemory<byte> json) =>
        payloads.Protect(Id, Type, PayloadPart.Arguments, json);

    public static ReadOnlyMemory<byte> Open(this IPayloadProtector payloads, ReadOnlyMemory<byte> json) =>
        payloads.Unprotect(Id, Type, PayloadPart.Arguments, json);

    public static JobErrorException ShouldNotOpen(
        this IPayloadProtector payloads, ReadOnlyMemory<byte> json, ErrorClass errorClass = ErrorClass.Permanent)
    {
        var error = Should.Throw<JobErrorException>(() => payloads.Open(json));
        error.ErrorClass.ShouldBe(errorClass);
        return error;
    }
}
