using System.Diagnostics;

namespace ActorJobs.BuiltIn.Tests;

/// <summary>
/// A named pipe whose reader comes to the end exactly when the last process that holds it open is dead.
/// </summary>
internal sealed class Fifo : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-test-");

    private Fifo() => Path = System.IO.Path.Combine(_folder.FullName, "alive");

    public string Path { get; }

    public static async Task<Fifo> CreateAsync()
    {
        var fifo = new Fifo();
        using var process = Process.Start("mkfifo", [fifo.Path]);
        await process.WaitForExitAsync();
        return fifo;
    }

    /// <summary>
    /// Completes when every holder is dead; start it before there is one, as opening waits for the first.
    /// </summary>
    public Task AllDeadAsync() => Task.Run(async () =>
    {
        await using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        await stream.CopyToAsync(Stream.Null);
    }).WaitAsync(Patience);

    public void Dispose() => _folder.Delete(recursive: true);
}
