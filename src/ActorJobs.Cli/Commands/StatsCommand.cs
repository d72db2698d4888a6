using System.CommandLine;
using System.Globalization;
using ActorJobs.Cli.Output;
using ActorJobs.Cli.Running;
using ActorJobs.Client;
using ActorJobs.Stores;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActorJobs.Cli.Commands;

/// <summary><c>stats</c>: the queue in numbers, once or live.</summary>
internal static class StatsCommand
{
    private const int HistoryLength = 60;

    private static readonly Option<bool> Watch = new("--watch", "-w") { Description = "Goes on until Ctrl-C." };

    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(1);

    private static readonly Option<TimeSpan?> Interval = new("--interval", "-i")
    {
        Description = "Time between two looks of --watch, 100ms to 1h; 1s when left out.",
        HelpName = "DURATION",
        CustomParser = result => Values.DurationWithin(result, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
    };

    public static Command Create() => new DocumentedCommand("stats",
        "Shows the queue in numbers: jobs by state, what waits by priority, slots, jobs a second, pauses.",
        "actorjobs stats",
        "actorjobs stats --watch",
        "actorjobs stats --output json")
    {
        Watch, Interval,
    }.Does(RunAsync);

    private static Task<int> RunAsync(CliCall call) => call switch
    {
        _ when !call.Get(Watch) => OnceAsync(call),
        { IsJson: false } when !Console.IsOutputRedirected => LiveAsync(call),
        _ => LinesAsync(call),
    };

    private static async Task<int> OnceAsync(CliCall call)
    {
        var stats = await call.Client.GetStatsAsync(call.Token);
        if (call.IsJson)
        {
            return JsonOut.Write(stats);
        }
        StatsView.Write(call.Out, stats, await call.Client.GetPausesAsync(call.Token));
        return ExitCodes.Done;
    }

    private static async Task<int> LinesAsync(CliCall call)
    {
        using var timer = new PeriodicTimer(call.Get(Interval) ?? UsualInterval);
        do
        {
            if (call.IsJson)
            {
                JsonOut.Line(await call.Client.GetStatsAsync(call.Token));
            }
            else
            {
                await OnceAsync(call);
                call.Out.WriteLine();
            }
        }
        while (await timer.WaitForNextTickAsync(call.Token));
        return ExitCodes.Done;
    }

    private static Task<int> LiveAsync(CliCall call) => call.Out.Live(new Text("…"))
        .Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom)
        .StartAsync(async live =>
        {
            var history = new Queue<double>(HistoryLength);
            using var timer = new PeriodicTimer(call.Get(Interval) ?? UsualInterval);
            do
            {
                live.UpdateTarget(await LookAsync(call, history));
                live.Refresh();
            }
            while (await timer.WaitForNextTickAsync(call.Token));
            return ExitCodes.Done;
        });

    /// <summary>A gateway that is away for a while is a sight like others: the watch goes on.</summary>
    private static async Task<IRenderable> LookAsync(CliCall call, Queue<double> history)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var head = new Markup($"[bold]{Words.Plain(call.Url)}[/]  {now}  [grey]Ctrl-C ends[/]");
        try
        {
            var stats = await call.Client.GetStatsAsync(call.Token);
            var pauses = await call.Client.GetPausesAsync(call.Token);
            history.Enqueue(stats.Rates.Succeeded);
            if (history.Count > HistoryLength)
            {
                history.Dequeue();
            }
            return new Rows(head, new Text(""), StatsView.Render(stats, pauses, history));
        }
        catch (Exception away) when (history.Count > 0
            && away is GatewayUnavailableException or StoreUnavailableException or StoreBusyException)
        {
            return new Rows(head, new Text(""), new Markup($"[red]{Words.Plain(away.Message)}[/]"));
        }
    }
}
