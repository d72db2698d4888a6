namespace ActorJobs.Samples.Sync;

/// <summary>Counts words of a text that comes in pieces; a word may span pieces.</summary>
internal sealed class WordCounter
{
    private bool _isInWord;

    public long Total { get; private set; }

    public void Count(ReadOnlySpan<byte> piece)
    {
        foreach (var value in piece)
        {
            var isSpace = value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
            Total += !isSpace && !_isInWord ? 1 : 0;
            _isInWord = !isSpace;
        }
    }
}
