using System.Globalization;

namespace ActorJobs.Benchmarks.Servers;

/// <summary>What <c>/proc</c> says of a server of several processes.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on all machines of Linux
    private const int Parent = 1; // fields after the name, which may hold blanks
    private const int UserTime = 11;
    private const int DeadChildrensSystemTime = 14;

    /// <summary>CPU that a process has used, with its children that live and those that have ended.</summary>
    public static TimeSpan CpuTime(int process)
    {
        var id = process.ToString(CultureInfo.InvariantCulture);
        var ticks = 0L;
        foreach (var stat in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])).Select(Fields))
        {
            if (stat is { } one && (one.Id == id || one.Fields[Parent] == id))
            {
                ticks += one.Fields[UserTime..(DeadChildrensSystemTime + 1)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            }
        }
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static (string Id, string[] Fields)? Fields(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return (Path.GetFileName(folder), text[(text.LastIndexOf(')') + 2)..].Split(' '));
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }
}
