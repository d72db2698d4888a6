using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Opening;

/// <summary>Makes sure that a file may be used, by this process only.</summary>
internal static class StoreFile
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int UnixNoSpace = 28;

    /// <summary>
    /// Creates the directory and takes the lock, which the kernel gives back when the process ends, however it ends.
    /// </summary>
    /// <returns>The lock; disposing it gives it back.</returns>
    /// <exception cref="StoreConfigurationException">The file cannot be used.</exception>
    public static FileStream Lock(string path)
    {
        if (Directory.Exists(path))
        {
            throw new StoreConfigurationException($"'{path}' is a directory. Name a file in it.");
        }
        CreateDirectory(path);
        if (File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
        {
            throw new StoreConfigurationException(StoreFaults.ReadOnly(path, "the file is read-only"));
        }
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException fault) when (fault.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            throw new StoreConfigurationException(
                $"'{path}' is in use by another process. A SQLite store serves one process: stop the other one, name " +
                "another file, or use PostgreSQL or Redis for several.", fault);
        }
        catch (IOException fault) when (fault.HResult is WindowsDiskFull or UnixNoSpace)
        {
            throw new StoreConfigurationException(
                $"There is no room for '{path}' on its disk. Free space or name a file on another disk.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreConfigurationException(StoreFaults.ReadOnly(path, "its .lock file cannot be opened"), fault);
        }
    }

    private static void CreateDirectory(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        try
        {
            _ = Directory.CreateDirectory(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreConfigurationException(
                $"The directory '{directory}' for '{path}' cannot be created. Create it, or name a file elsewhere.", fault);
        }
    }
}
