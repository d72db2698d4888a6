using System.Globalization;

namespace ActorJobs.Benchmarks;

/// <summary>Whole numbers that the environment may set.</summary>
internal static class Numbers
{
    public static int Get(string name, int otherwise) => Environment.GetEnvironmentVariable(name) switch
    {
        null or "" => otherwise,
        var text => Read(name, text),
    };

    /// <summary>Several, separated by commas.</summary>
    public static int[] GetMany(string name, params int[] otherwise) => Environment.GetEnvironmentVariable(name) switch
    {
        null or "" => otherwise,
        var text => [.. text.Split(',').Select(part => Read(name, part))],
    };

    private static int Read(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new BenchmarkException($"{name} must be a whole number but is '{text}'.");
}
