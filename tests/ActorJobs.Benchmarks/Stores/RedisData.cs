using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>What a Redis holds.</summary>
internal static class RedisData
{
    /// <summary>The address as settings take it, without a database.</summary>
    public static string Address(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);

    /// <summary>Refuses a server that holds somebody's data: measuring empties it.</summary>
    public static async Task RequireEmptyAsync(string url)
    {
        if (await AskAsync(url, "DBSIZE") != ":0")
        {
            throw new BenchmarkException(
                "REDIS_URL names a server that is not empty, and measuring empties it; name another.");
        }
    }

    public static async Task FlushAsync(string url)
    {
        if (await AskAsync(url, "FLUSHALL") != "+OK")
        {
            throw new BenchmarkException("Redis refused FLUSHALL.");
        }
    }

    /// <summary>CPU that the server has used, without the children that rewrite its file.</summary>
    public static async Task<TimeSpan> CpuAsync(string url)
    {
        var seconds = (await Command.RunAsync("redis-cli", ["-u", url, "info", "cpu"])).Split('\n')
            .Select(line => line.Trim().Split(':'))
            .Where(pair => pair[0] is "used_cpu_user" or "used_cpu_sys")
            .Sum(pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds(seconds);
    }

    private static async Task<string?> AskAsync(string url, string command)
    {
        var address = new Uri(url);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync();
    }
}
