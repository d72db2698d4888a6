using ActorJobs.Stores.Conformance;
using ActorJobs.Stores.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Stores.SqliteTests;

/// <summary>A file of its own in the temporary directory.</summary>
public sealed class SqliteFixture : IStoreFixture
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actorjobs-tests-");

    public string Folder => _directory.FullName;

    public string Path => System.IO.Path.Combine(Folder, "jobs.db");

    public async Task<IJobStore> OpenAsync() => await OpenAsync(new SqliteStoreOptions { Path = Path });

    public static async Task<SqliteJobStore> OpenAsync(SqliteStoreOptions options)
    {
        var store = new SqliteJobStore(options, TimeProvider.System, NullLogger<SqliteJobStore>.Instance);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
