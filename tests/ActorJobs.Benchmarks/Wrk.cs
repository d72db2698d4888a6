using System.Globalization;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks;

/// <summary>Single enqueues by wrk, over connections that stay open.</summary>
internal static class Wrk
{
    private const string Line = "result ";
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "enqueue.lua");

    /// <summary>Requests in a second; a request that was not answered with 2xx is a fault.</summary>
    public static async Task<double> RateAsync(Uri node, int connections, TimeSpan duration)
    {
        var printed = await Command.RunAsync("wrk",
        [
            "--threads", "1", "--connections", Text(connections), "--duration", Text((int)duration.TotalSeconds),
            "--script", Script, new Uri(node, "/api/v1/jobs").ToString(),
        ]);
        var result = printed.Split('\n').FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal))
            ?? throw new BenchmarkException($"wrk printed no result: {printed}");
        var numbers = result[Line.Length..].Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return numbers[2] == 0
            ? numbers[0] / TimeSpan.FromMicroseconds(numbers[1]).TotalSeconds
            : throw new BenchmarkException($"{numbers[2]} of {numbers[0]} requests failed; the node's log says why.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
