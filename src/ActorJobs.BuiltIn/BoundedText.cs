using System.Buffers;
using System.Text;

namespace ActorJobs.BuiltIn;

/// <summary>The first bytes of a stream, as text that is safe to keep as a result.</summary>
internal sealed class BoundedText
{
    /// <summary>Most bytes kept: a quarter of the largest result, since JSON may need three bytes for one.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly Lock _gate = new();
    private long _total;

    /// <summary>Bytes offered so far.</summary>
    public long TotalBytes => Interlocked.Read(ref _total);

    /// <summary>True when not all could be kept.</summary>
    public bool IsCut => TotalBytes > MaxBytes;

    /// <summary>Takes in as much as there is room for.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _total += bytes.Length;
            _kept.Write(bytes[..Math.Min(bytes.Length, MaxBytes - _kept.WrittenCount)]);
        }
    }

    /// <summary>The text, without the torn character at a cut; control characters but white space become
    /// U+FFFD.</summary>
    public string ToText(Encoding encoding)
    {
        lock (_gate)
        {
            // A decoder that is not flushed holds back the torn character.
            var chars = new char[encoding.GetMaxCharCount(_kept.WrittenCount)];
            var count = encoding.GetDecoder().GetChars(_kept.WrittenSpan, chars, flush: !IsCut);
            return Clean(chars.AsSpan(0, count));
        }
    }

    private static string Clean(Span<char> text)
    {
        foreach (ref var c in text)
        {
            c = char.IsControl(c) && c is not ('\t' or '\r' or '\n') ? '\uFFFD' : c;
        }
        return text.TrimStart('\uFEFF').ToString();
    }
}
