namespace ActorJobs.Benchmarks.Costs;

/// <summary>Counts commands in what a client of Redis sends: arrays of bulk strings.</summary>
internal sealed class RedisRequests : IRequestReader
{
    private long _skip;
    private long _number;
    private byte _kind;

    public int Read(ReadOnlySpan<byte> sent)
    {
        var commands = 0;
        while (!sent.IsEmpty)
        {
            if (_skip > 0)
            {
                var passed = (int)Math.Min(_skip, sent.Length);
                _skip -= passed;
                sent = sent[passed..];
                continue;
            }
            commands += One(sent[0]);
            sent = sent[1..];
        }
        return commands;
    }

    // A line is a kind, a number and CR LF; a bulk string's bytes and their CR LF follow it.
    private int One(byte read)
    {
        switch (read)
        {
            case (byte)'*' or (byte)'$':
                (_kind, _number) = (read, 0);
                return 0;
            case >= (byte)'0' and <= (byte)'9':
                _number = (_number * 10) + read - '0';
                return 0;
            case (byte)'\n' when _kind == '$':
                _skip = _number + 2;
                return 0;
            case (byte)'\n':
                return 1;
            default:
                return 0;
        }
    }
}
