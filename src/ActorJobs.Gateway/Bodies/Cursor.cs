using System.Buffers.Text;

namespace ActorJobs.Gateway.Bodies;

/// <summary>Where a list goes on: opaque to callers, the id of the last job seen to us.</summary>
internal static class Cursor
{
    private const int Bytes = 16;

    public static string Format(JobId id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string text, out JobId id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        var known = Base64Url.IsValid(text, out var length) && length == Bytes
            && Base64Url.TryDecodeFromChars(text, bytes, out _);
        id = known ? new JobId(new Guid(bytes, bigEndian: true)) : default;
        return known;
    }
}
