namespace ActorJobs.Stores.Redis.Records;

/// <summary>
/// The record of a job: a string of big-endian numbers and texts, which <c>Lua/shared/job.lua</c> knows as well.
/// </summary>
/// <remarks>
/// <code>
/// changes       position 6, state 1, flags 1, claim 6, used 4, retry base 4, interruptions 4, started 6, finished 6,
/// due 6
/// stays         priority 1, version 1, lengths of type 2, unique key 2, concurrency key 2, tags 2,
///               max retries 2, timeout 4, created 6, length of the body 4
/// node          length 1 and address of the last attempt's node; length 255 when it is longer than 31 bytes
/// body          type, unique key, concurrency key, tags (each: length 2, text), parent 16 if any, trace 55 if any, payload
///               unless apart
/// tail          if there is one of these: length 2 and address of the node unless above, then the result unless apart
/// </code>
/// Times are milliseconds since 1970, 0 for none; due is rounded up, so that nothing is due early. Position is the id
/// of the entry in the lane's stream while it is ready, the number of the end once it has ended.
/// </remarks>
internal static class RecordLayout
{
    public const int Position = 0;
    public const int State = 6;
    public const int Flags = 7;
    public const int Claim = 8;
    public const int Used = 14;
    public const int RetryBase = 18;
    public const int Interruptions = 22;
    public const int Started = 26;
    public const int Finished = 32;
    public const int Due = 38;
    public const int Priority = 44;
    public const int Version = 45;
    public const int TypeLength = 46;
    public const int UniqueLength = 48;
    public const int KeyLength = 50;
    public const int TagsLength = 52;
    public const int MaxRetries = 54;
    public const int Timeout = 56;
    public const int Created = 60;
    public const int BodyLength = 66;

    /// <summary>Length of the node's address, then as much room as most need: an end without a result is one write into the
    /// record where it stands.</summary>
    public const int Node = 70;

    /// <summary>The length that says that the address stands in the tail.</summary>
    public const byte NodeInTail = 255;

    /// <summary>Where the body begins.</summary>
    public const int Body = 102;

    /// <summary>Bytes of an id.</summary>
    public const int IdBytes = 16;

    /// <summary>Bytes of a trace, a W3C traceparent.</summary>
    public const int TraceBytes = 55;

    /// <summary>
    /// Larger payloads are kept apart, so that scripts, which rewrite records, have little to copy. Results likewise.
    /// </summary>
    public const int InlineBytes = 1024;

    /// <summary>The version written.</summary>
    public const byte CurrentVersion = 1;
}

/// <summary>Bits of a record's flags.</summary>
[Flags]
internal enum RecordFlags
{
    None = 0,

    /// <summary>A cancel was asked for while it ran.</summary>
    Cancel = 1,

    /// <summary>The payload is kept apart.</summary>
    Payload = 2,

    /// <summary>The result is kept apart.</summary>
    Result = 4,

    /// <summary>There are errors.</summary>
    Errors = 8,

    /// <summary>There is progress, or log lines.</summary>
    Reports = 16,

    /// <summary>It has a parent.</summary>
    Parent = 32,

    /// <summary>It has a trace.</summary>
    Trace = 64,
}
