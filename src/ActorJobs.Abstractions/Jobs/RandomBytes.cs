using System.Security.Cryptography;

namespace ActorJobs;

/// <summary>
/// Random bytes of the quality that the operating system gives, fetched many at a time: asking it for each id would be a call of it
/// for each job, which costs more than all else that admits one.
/// </summary>
internal static class RandomBytes
{
    private const int Fetched = 1024;

    [ThreadStatic]
    private static byte[]? _bytes;

    [ThreadStatic]
    private static int _used;

    /// <summary>Fills a span of at most 1,024 bytes.</summary>
    public static void Fill(Span<byte> target)
    {
        if (_bytes is null || _used + target.Length > _bytes.Length)
        {
            _bytes ??= new byte[Fetched];
            RandomNumberGenerator.Fill(_bytes);
            _used = 0;
        }
        _bytes.AsSpan(_used, target.Length).CopyTo(target);
        _used += target.Length;
    }
}
