using ActorJobs.Benchmarks.Costs;
using ActorJobs.Benchmarks.Stores;

namespace ActorJobs.Stores.CostTests;

/// <summary>
/// What a job costs a store and the way to it, whatever the machine: counted from the outside while the same calls run that
/// <c>tests/bench.sh</c> times. Once for all tests of a store.
/// </summary>
public abstract class StoreCosts : IAsyncLifetime
{
    public const string Single = "enqueued one by one";
    public const string Bulk = "enqueued in bulk";
    public const string Drain = "claimed and finished";

    private const int WarmUp = 2_000;
    private const int Jobs = 10_000;

    private readonly Dictionary<string, Costs> _perJob = [];

    public double this[string phase, string figure] => _perJob[phase].Single(cost => cost.Key == figure).Value;

    public async Task InitializeAsync()
    {
        await using var store = await OpenAsync();
        var paths = new StorePaths(store);
        // Compiles, prepares statements, opens connections; what the first jobs cost is no job's cost.
        await paths.SinglesAsync(WarmUp);
        await paths.BulkAsync(WarmUp);
        await paths.DrainAsync(2 * WarmUp);
        await MeasureAsync(Single, Jobs, () => paths.SinglesAsync(Jobs));
        await MeasureAsync(Bulk, Jobs, () => paths.BulkAsync(Jobs));
        await MeasureAsync(Drain, 2 * Jobs, () => paths.DrainAsync(2 * Jobs));
    }

    public abstract Task DisposeAsync();

    /// <summary>Starts a server behind a proxy, and opens a store there.</summary>
    protected abstract Task<IJobStore> OpenAsync();

    /// <summary>What was spent so far, by figure.</summary>
    protected abstract Task<Dictionary<string, double>> SpentAsync();

    private async Task MeasureAsync(string phase, int jobs, Func<Task> work)
    {
        var before = await CountAsync();
        await work();
        _perJob[phase] = (await CountAsync() - before) / jobs;
    }

    private async Task<Costs> CountAsync()
    {
        var spent = await SpentAsync();
        spent["bytes_allocated"] = GC.GetTotalAllocatedBytes(precise: true);
        return new Costs(spent);
    }
}
