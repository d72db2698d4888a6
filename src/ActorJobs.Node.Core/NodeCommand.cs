using ActorJobs.Hosting;
using ActorJobs.Settings;
using ActorJobs.Stores;
using ActorJobs.Stores.Postgres;

namespace ActorJobs.Nodes;

/// <summary>What the program does instead of running a node when it is told so on its command line.</summary>
internal static class NodeCommand
{
    private const string CheckHealth = "--check-health";
    private const string MigrateOnly = "--migrate-only";
    private const string PrintMigrations = "--print-migrations";

    private static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(4);

    /// <summary>Does what the arguments say.</summary>
    /// <returns>The exit code; null when a node is to be run.</returns>
    public static async Task<int?> RunAsync(string[] arguments, NodeSettings settings) => arguments switch
    {
        [] => null,
        [CheckHealth] => await CheckAsync(settings),
        [MigrateOnly] => await MigrateAsync(settings),
        [PrintMigrations] => await PrintAsync(settings),
        _ => await RefuseAsync(arguments),
    };

    /// <summary>Asks the running node of the same settings whether it is ready; for health checks of containers.</summary>
    private static async Task<int> CheckAsync(NodeSettings settings)
    {
        if ((settings.Gateway.Listen ?? settings.Observation.HealthListen) is not { } listen)
        {
            await Console.Error.WriteLineAsync("Nothing can be asked: set GATEWAY_URL or HEALTH_URL.");
            return ExitCodes.Crashed;
        }
        var host = listen.Host is "0.0.0.0" or "::" or "[::]" or "*" or "+" ? "127.0.0.1" : listen.Host;
        using var http = new HttpClient { Timeout = HealthPatience };
        try
        {
            using var answer = await http.GetAsync(new UriBuilder("http", host, listen.Port, "/health/ready").Uri);
            await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? ExitCodes.Stopped : ExitCodes.Crashed;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The node does not answer at {listen.Text}: {fault.Message}");
            return ExitCodes.Crashed;
        }
    }

    private static async Task<int> MigrateAsync(NodeSettings settings)
    {
        using var loggers = LoggerFactory.Create(logging => NodeLogging.Configure(logging, settings.Logging));
        await using var store = NodeStore.Create(settings, TimeProvider.System, loggers);
        try
        {
            await store.OpenAsync(CancellationToken.None);
            await Console.Out.WriteLineAsync($"The store ({settings.Store.Kind}) is up to date.");
            return ExitCodes.Stopped;
        }
        catch (Exception fault) when (fault is StoreConfigurationException or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync($"The store was not migrated: {fault.Message}");
            return ExitCodes.BadStore;
        }
    }

    private static async Task<int> PrintAsync(NodeSettings settings)
    {
        await Console.Out.WriteLineAsync(settings.Store.Kind == StoreKind.Postgres
            ? PostgresMigrations.Script
            : $"-- Nothing is to be applied by hand: the store ({settings.Store.Kind}) is prepared by the node itself.");
        return ExitCodes.Stopped;
    }

    private static async Task<int> RefuseAsync(string[] arguments)
    {
        await Console.Error.WriteLineAsync(
            $"'{string.Join(' ', arguments)}' is not known. A node takes its settings from the environment and appsettings.json; " +
            $"besides there are {CheckHealth} (asks the running node whether it is ready), {MigrateOnly} (prepares the store, then ends) and {PrintMigrations} (writes the SQL for " +
            "administrators).");
        return ExitCodes.BadSettings;
    }
}
