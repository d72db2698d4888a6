using System.Buffers;

namespace ActorJobs.Gateway.Batch;

/// <summary>What a splitter found.</summary>
internal enum SplitKind
{
    /// <summary>Nothing more in this buffer: read on.</summary>
    NeedMore,

    /// <summary>One item.</summary>
    Item,

    /// <summary>An item beyond the limit; its bytes are passed over, not kept.</summary>
    TooLong,
}

/// <summary>Cuts a stream into items, looking at each byte once and keeping none.</summary>
internal interface IItemSplitter
{
    /// <summary>How a fault names an item.</summary>
    string Subject { get; }

    /// <summary>Takes the next item off the buffer.</summary>
    /// <param name="buffer">What is unread; advanced past everything that is done with.</param>
    /// <param name="isEnd">True when the stream holds no more than this.</param>
    /// <param name="item">The item, valid as long as the buffer is.</param>
    SplitKind Next(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> item);

    /// <summary>What is wrong with the stream as a whole, asked at its end; null for nothing.</summary>
    string? Fault { get; }
}
