using System.Buffers;

namespace ActorJobs.Gateway.Batch;

/// <summary>One item per line; blank lines are none. A byte order mark at the start is passed over.</summary>
/// <param name="maxBytes">Longest line.</param>
internal sealed class LineSplitter(int maxBytes) : IItemSplitter
{
    private bool _isSkipping;
    private bool _hasStarted;
    private long _scanned;

    public string Subject => "The line";

    public string? Fault => null;

    public SplitKind Next(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> item)
    {
        item = default;
        if (!_hasStarted && !PassMark(ref buffer, isEnd))
        {
            return SplitKind.NeedMore;
        }
        while (!buffer.IsEmpty)
        {
            if (!FindLine(ref buffer, isEnd, out item))
            {
                break;
            }
            if (_isSkipping)
            {
                _isSkipping = false; // The rest of a line that was reported already.
                continue;
            }
            if (item.Length > maxBytes)
            {
                return SplitKind.TooLong;
            }
            if (!IsBlank(item))
            {
                return SplitKind.Item;
            }
        }
        return PassOverlong(ref buffer);
    }

    private SplitKind PassOverlong(ref ReadOnlySequence<byte> buffer)
    {
        var isNew = !_isSkipping && buffer.Length > maxBytes;
        if (isNew || _isSkipping)
        {
            _isSkipping = true;
            _scanned = 0;
            buffer = buffer.Slice(buffer.End);
        }
        return isNew ? SplitKind.TooLong : SplitKind.NeedMore;
    }

    private bool FindLine(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> line)
    {
        var end = buffer.Slice(_scanned).PositionOf((byte)'\n');
        if (end is null && !isEnd)
        {
            _scanned = buffer.Length;
            line = default;
            return false;
        }
        line = end is { } at ? buffer.Slice(buffer.Start, at) : buffer;
        buffer = end is { } next ? buffer.Slice(buffer.GetPosition(1, next)) : buffer.Slice(buffer.End);
        _scanned = 0;
        return true;
    }

    private bool PassMark(ref ReadOnlySequence<byte> buffer, bool isEnd)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (buffer.Length < mark.Length && !isEnd)
        {
            return false;
        }
        _hasStarted = true;
        Span<byte> head = stackalloc byte[mark.Length];
        if (buffer.Length >= mark.Length)
        {
            buffer.Slice(0, mark.Length).CopyTo(head);
            buffer = head.SequenceEqual(mark) ? buffer.Slice(mark.Length) : buffer;
        }
        return true;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                return false;
            }
        }
        return true;
    }
}
