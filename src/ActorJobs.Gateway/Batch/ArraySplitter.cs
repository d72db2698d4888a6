using System.Buffers;

namespace ActorJobs.Gateway.Batch;

/// <summary>
/// One item per element of a JSON array. It only follows strings and brackets; whether an item is JSON is for its
/// reader to say, and an item with unbalanced brackets takes the rest of the array with it.
/// </summary>
/// <param name="maxBytes">Longest element.</param>
internal sealed class ArraySplitter(int maxBytes) : IItemSplitter
{
    private enum Place
    {
        BeforeArray,
        FirstItem,
        Item,
        AfterArray,
    }

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);

    private Place _place = Place.BeforeArray;
    private bool _inString;
    private bool _escaped;
    private bool _isSkipping;
    private int _depth;
    private long _scanned;

    public string Subject => "The element";

    public string? Fault { get; private set; }

    public SplitKind Next(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> item)
    {
        item = default;
        if (_place == Place.BeforeArray && !Enter(ref buffer, isEnd))
        {
            return SplitKind.NeedMore;
        }
        while (_place is Place.FirstItem or Place.Item)
        {
            if (!FindEnd(buffer, out var at, out var closes))
            {
                return PassOverlong(ref buffer, isEnd);
            }
            item = buffer.Slice(0, at);
            buffer = buffer.Slice(at + 1);
            var isAbsent = closes && _place == Place.FirstItem && IsBlank(item);
            _place = closes ? Place.AfterArray : Place.Item;
            _scanned = 0;
            if (_isSkipping)
            {
                _isSkipping = false;
            }
            else if (!isAbsent)
            {
                return item.Length > maxBytes ? SplitKind.TooLong : SplitKind.Item;
            }
        }
        return Trail(ref buffer);
    }

    private bool Enter(ref ReadOnlySequence<byte> buffer, bool isEnd)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.AdvancePastAny(" \t\r\n"u8);
        buffer = reader.UnreadSequence;
        if (!reader.TryPeek(out var first))
        {
            Fault = isEnd ? "The body is missing; send a JSON array of jobs." : null;
            return false;
        }
        var opens = first == (byte)'[';
        Fault = opens ? null : "The body must be a JSON array of jobs.";
        _place = opens ? Place.FirstItem : Place.AfterArray;
        buffer = opens ? buffer.Slice(1) : buffer.Slice(buffer.End);
        return opens;
    }

    private SplitKind Trail(ref ReadOnlySequence<byte> buffer)
    {
        if (Fault is null && !IsBlank(buffer))
        {
            Fault = "The body goes on after the end of the array.";
        }
        buffer = buffer.Slice(buffer.End);
        return SplitKind.NeedMore;
    }

    private SplitKind PassOverlong(ref ReadOnlySequence<byte> buffer, bool isEnd)
    {
        Fault = isEnd ? "The array is not closed." : null;
        var isNew = !_isSkipping && buffer.Length > maxBytes;
        if (isNew || _isSkipping || isEnd)
        {
            _isSkipping |= isNew;
            _scanned = 0;
            buffer = buffer.Slice(buffer.End);
        }
        return isNew ? SplitKind.TooLong : SplitKind.NeedMore;
    }

    // Goes on where the last call stopped. True at a comma or bracket that ends the element.
    private bool FindEnd(ReadOnlySequence<byte> buffer, out long at, out bool closes)
    {
        at = _scanned;
        foreach (var part in buffer.Slice(_scanned))
        {
            var found = Scan(part.Span, out closes);
            if (found >= 0)
            {
                at += found;
                return true;
            }
            at += part.Length;
        }
        _scanned = at;
        closes = false;
        return false;
    }

    private int Scan(ReadOnlySpan<byte> text, out bool closes)
    {
        closes = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (_escaped)
            {
                _escaped = false;
                continue;
            }
            var step = text[i..].IndexOfAny(_inString ? InText : Structure);
            if (step < 0)
            {
                return -1;
            }
            i += step;
            if (EndsElement(text[i], out closes))
            {
                return i;
            }
        }
        return -1;
    }

    private bool EndsElement(byte mark, out bool closes)
    {
        closes = false;
        switch (mark)
        {
            case (byte)'\\':
                _escaped = true;
                return false;
            case (byte)'"':
                _inString = !_inString;
                return false;
            case (byte)'{' or (byte)'[':
                _depth++;
                return false;
            case (byte)',':
                return _depth == 0;
            default:
                closes = _depth == 0;
                _depth -= closes ? 0 : 1;
                return closes;
        }
    }

    private static bool IsBlank(ReadOnlySequence<byte> text)
    {
        foreach (var part in text)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r\n"u8) >= 0)
            {
                return false;
            }
        }
        return true;
    }
}
