using System.Diagnostics;

namespace ActorJobs.Node.Tests.StoreFailures;

/// <summary>A file system of a given size in memory; only root may make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder;

    private SmallDisk(DirectoryInfo folder) => _folder = folder;

    public string Folder => _folder.FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>A disk that PostgreSQL's user may write.</summary>
    public static SmallDisk Create(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("actorjobs-disk-");
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder.FullName))
        {
            folder.Delete();
            throw new InvalidOperationException(
                "This test fills a disk of its own: run it as root on a machine that may mount a tmpfs.");
        }
        Run("chown", "postgres", folder.FullName).ShouldBeTrue();
        return new SmallDisk(folder);
    }

    /// <summary>Leaves it so much room.</summary>
    public void Fill(long roomBytes)
    {
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        using var ballast = File.Create(Ballast, bufferSize: 0);
        var zeros = new byte[64 * 1024];
        try
        {
            for (var left = free - roomBytes; left > 0; left -= zeros.Length)
            {
                ballast.Write(zeros);
            }
        }
        catch (IOException)
        {
            // The server was quicker with what was left: full it is.
        }
    }

    public void Free() => File.Delete(Ballast);

    public static bool Run(string program, params string[] words)
    {
        using var process = Process.Start(program, words);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    public void Dispose()
    {
        Run("umount", "-l", Folder).ShouldBeTrue();
        _folder.Delete();
    }
}
