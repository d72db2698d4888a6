using System.Globalization;
using System.Runtime.InteropServices;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Peers;

/// <summary>What the machine and its programs say of themselves.</summary>
internal static class RunFacts
{
    private const double KibPerGib = 1024 * 1024;

    public static string Date => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The commit of the current folder, marked when files differ from it.</summary>
    public static Task<string> CommitAsync() => FirstWordAsync("git", "describe", "--always", "--dirty", "--exclude=*");

    /// <summary>The version of node.js without its letter.</summary>
    public static async Task<string> NodeAsync(string program) =>
        (await FirstWordAsync(program, "--version")).Trim('v');

    public static RunMachine Machine() => new(
        Environment.ProcessorCount,
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Math.Round(Kibibytes(Field("/proc/meminfo", "MemTotal")!) / KibPerGib, 1),
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim());

    private static async Task<string> FirstWordAsync(string program, params string[] words) =>
        (await Command.RunAsync(program, words)).Split(' ', '\n')[0];

    private static string? Field(string file, string name) => File.ReadLines(file)
        .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    private static double Kibibytes(string text) => double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
}
