using System.Globalization;

namespace ActorJobs.Benchmarks;

/// <summary>Whole numbers that the environment may set.</summary>
internal static class Numbers
{
    public static int Get(string name, int otherwise) => Environment.GetEnvironmentVariable(name) switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new BenchmarkException($"{name} must be a whole number but is '{text}'."),
    };
}
