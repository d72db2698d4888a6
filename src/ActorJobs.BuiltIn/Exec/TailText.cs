using System.Text;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>The last bytes of a stream, by lines.</summary>
internal sealed class TailText
{
    private const int MaxBytes = 16 * 1024;

    private readonly byte[] _ring = new byte[MaxBytes];
    private readonly Lock _gate = new();
    private long _total;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var value in bytes[Math.Max(0, bytes.Length - MaxBytes)..])
            {
                _ring[_total++ % MaxBytes] = value;
            }
        }
    }

    /// <summary>The last lines that are not empty, oldest first; the first may be torn when much was written.</summary>
    public IReadOnlyList<string> LastLines(int maxCount)
    {
        lock (_gate)
        {
            var count = (int)Math.Min(_total, MaxBytes);
            var bytes = new byte[count];
            for (var i = 0; i < count; i++)
            {
                bytes[i] = _ring[(_total - count + i) % MaxBytes];
            }
            return [.. Encoding.UTF8.GetString(bytes)
                .Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .TakeLast(maxCount)];
        }
    }
}
