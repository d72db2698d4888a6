using System.Buffers.Binary;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>
/// Counts statements in the frontend messages of PostgreSQL's protocol 3: Query and Execute, however many of them share
/// one flush.
/// </summary>
internal sealed class PostgresRequests : IRequestReader
{
    private const int StartLength = 8;
    private const int HeaderLength = 5;
    private const int EncryptionRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly byte[] _header = new byte[StartLength];
    private int _filled;
    private int _skip;
    private bool _started;

    public int Read(ReadOnlySpan<byte> sent)
    {
        var statements = 0;
        while (!sent.IsEmpty)
        {
            if (_skip > 0)
            {
                var passed = Math.Min(_skip, sent.Length);
                _skip -= passed;
                sent = sent[passed..];
                continue;
            }
            var wanted = Math.Min((_started ? HeaderLength : StartLength) - _filled, sent.Length);
            sent[..wanted].CopyTo(_header.AsSpan(_filled));
            _filled += wanted;
            sent = sent[wanted..];
            if (_filled == (_started ? HeaderLength : StartLength))
            {
                statements += _started ? Message() : Start();
                _filled = 0;
            }
        }
        return statements;
    }

    private int Start()
    {
        _skip = BinaryPrimitives.ReadInt32BigEndian(_header) - StartLength;
        _started = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4)) is not (EncryptionRequest or GssRequest);
        return 0;
    }

    private int Message()
    {
        _skip = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(1)) - (HeaderLength - 1);
        return _header[0] is (byte)'Q' or (byte)'E' ? 1 : 0;
    }
}
