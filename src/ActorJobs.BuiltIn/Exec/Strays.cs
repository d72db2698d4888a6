using System.Globalization;
using System.Text;

namespace ActorJobs.BuiltIn.Exec;

/// <summary>Finds descendants by a mark in their environment, on systems with /proc.</summary>
internal static class Strays
{
    public static void Kill(string variable, string value)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var mark = Encoding.UTF8.GetBytes($"{variable}={value}");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId && Carries(folder, mark))
            {
                _ = Signals.Kill(id, Signals.SigKill);
            }
        }
    }

    private static bool Carries(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(folder + "/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or of another user and so not ours.
            return false;
        }
    }
}
