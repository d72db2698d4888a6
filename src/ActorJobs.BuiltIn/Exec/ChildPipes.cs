using System.Text;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>Feeds and drains the pipes of a child; a pipe that breaks has simply ended.</summary>
internal static class ChildPipes
{
    private const int ReadBytes = 16 * 1024;

    public delegate void Taker(ReadOnlySpan<byte> bytes);

    /// <summary>Writes the text, if any, and closes, so that a child that reads to the end gets there.</summary>
    public static async Task FeedAsync(Stream stdin, string? text)
    {
        try
        {
            await using (stdin)
            {
                await stdin.WriteAsync(Encoding.UTF8.GetBytes(text ?? ""));
            }
        }
        catch (IOException)
        {
            // The child closed its end without reading everything; its exit code says whether that was right.
        }
    }

    /// <summary>Reads to the end, whatever is kept of it: a pipe nobody reads would stop the child.</summary>
    public static async Task DrainAsync(Stream stream, Taker take)
    {
        var buffer = new byte[ReadBytes];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
            {
                take(buffer.AsSpan(0, count));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // Closed on our side after the child was gone.
        }
    }
}
