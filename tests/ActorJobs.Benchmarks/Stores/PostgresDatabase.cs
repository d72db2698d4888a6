using ActorJobs.Benchmarks.Servers;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>A database of our own on somebody's PostgreSQL server.</summary>
internal static class PostgresDatabase
{
    private const string Name = "actorjobs_bench";

    /// <summary>Its address.</summary>
    /// <param name="server">Address of any other database of the server.</param>
    public static string Url(string server) => new UriBuilder(server) { Path = Name }.Uri.AbsoluteUri;

    /// <summary>Drops it, whoever is connected, and makes it anew.</summary>
    public static async Task RecreateAsync(string server)
    {
        await DropAsync(server);
        await AskAsync(server, $"create database {Name}");
    }

    /// <summary>Drops it, whoever is connected.</summary>
    public static Task DropAsync(string server) => AskAsync(server, $"drop database if exists {Name} with (force)");

    /// <summary>What psql answers to a statement.</summary>
    /// <param name="url">Address of the database.</param>
    /// <param name="sql">The statement.</param>
    public static async Task<string> AskAsync(string url, string sql) =>
        (await Command.RunAsync("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql])).Trim();
}
