using System.Security.Cryptography;

namespace ActorJobs.Samples.Sync;

/// <summary>By what an unchanged file is known without reading it.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of the last write, in ticks of 100 ns, UTC.</param>
internal readonly record struct FileStamp(long Size, long ModifiedTicks)
{
    public static FileStamp Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc.Ticks);
}

/// <summary>What the index keeps of a file.</summary>
/// <param name="Path">Below the source's folder, with forward slashes.</param>
/// <param name="Stamp">As it was before reading, so that a write during the reading is seen next time.</param>
/// <param name="Sha256">Of the content, lower-case hex.</param>
/// <param name="Words">Runs of bytes between ASCII white space.</param>
internal sealed record Document(string Path, FileStamp Stamp, string Sha256, long Words)
{
    private const int ReadBytes = 64 * 1024;

    /// <summary>Reads a file once, for hash and words together.</summary>
    public static async Task<Document> ReadAsync(string path, FileInfo file, CancellationToken cancellationToken)
    {
        var stamp = FileStamp.Of(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var stream = file.Open(new FileStreamOptions
        {
            Access = FileAccess.Read, BufferSize = 0, Options = FileOptions.Asynchronous, Share = FileShare.ReadWrite | FileShare.Delete,
        });
        var buffer = new byte[ReadBytes];
        var words = new WordCounter();
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            words.Count(buffer.AsSpan(0, count));
        }
        return new Document(path, stamp, Convert.ToHexStringLower(hash.GetHashAndReset()), words.Total);
    }
}
