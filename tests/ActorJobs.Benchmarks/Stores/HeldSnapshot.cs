using System.Diagnostics;

namespace ActorJobs.Benchmarks.Stores;

/// <summary>
/// A transaction left open beside the store, as by a forgotten console: while it lasts, no row version that it
/// could see is cleaned away.
/// </summary>
internal sealed class HeldSnapshot : IAsyncDisposable
{
    private readonly Process _psql;

    private HeldSnapshot(Process psql) => _psql = psql;

    /// <summary>Opens it.</summary>
    /// <param name="database">Address of the store's database.</param>
    public static async Task<HeldSnapshot> OpenAsync(string database)
    {
        var psql = Process.Start(new ProcessStartInfo("psql", ["-XAtq", "-d", database])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await psql.StandardInput.WriteLineAsync(
            "begin isolation level repeatable read; select pg_current_xact_id_if_assigned() is null;");
        await psql.StandardInput.FlushAsync();
        return await psql.StandardOutput.ReadLineAsync() is not null
            ? new HeldSnapshot(psql)
            : throw new BenchmarkException("psql could not open a transaction.");
    }

    public async ValueTask DisposeAsync()
    {
        await _psql.StandardInput.WriteLineAsync("rollback;");
        _psql.StandardInput.Close();
        await _psql.WaitForExitAsync();
        _psql.Dispose();
    }
}
