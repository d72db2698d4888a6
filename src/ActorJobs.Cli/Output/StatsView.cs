using System.Collections.Immutable;
using System.Globalization;
using ActorJobs.Cli.Commands;
using ActorJobs.Client.Http;
using ActorJobs.Stores;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActorJobs.Cli.Output;

/// <summary>The queue in numbers on a terminal.</summary>
internal static class StatsView
{
    private const int BarWidth = 24;
    private const string Steps = "▁▂▃▄▅▆▇█";

    public static void Write(IAnsiConsole console, QueueStats stats, ImmutableArray<Pause> pauses) =>
        console.Write(Render(stats, pauses, []));

    /// <summary>All of it; the history of jobs a second, newest last, becomes a line of bars.</summary>
    public static IRenderable Render(QueueStats stats, ImmutableArray<Pause> pauses, IReadOnlyCollection<double> history)
    {
        var left = new Rows(States(stats));
        var right = new Rows(Depth(stats), new Text(""), Work(stats, history));
        var rows = new List<IRenderable>
        {
            new Columns(left, right) { Expand = false, Padding = new Padding(0, 0, 6, 0) },
        };
        rows.AddRange(pauses.Select(pause => new Markup($"[yellow]paused[/] {Words.Plain(QueueCommands.Describe(pause))}")));
        rows.AddRange(stats.Unroutable.Select(type => new Markup(
            $"[red]unroutable[/] {Words.Of(type.Count)} of type {Words.Plain(type.Type)}: no node takes it")));
        if (stats.Reader is null)
        {
            rows.Add(new Markup("[red]no node hands out jobs[/]"));
        }
        return new Rows(rows);
    }

    private static Table States(QueueStats stats)
    {
        var table = Tables.Create("state", "jobs");
        table.Columns[1].RightAligned();
        foreach (var state in Names.States)
        {
            table.AddRow(new Markup(Words.Of(state)), new Text(Words.Of(stats.ByState.GetValueOrDefault(state))));
        }
        return table;
    }

    private static Table Depth(QueueStats stats)
    {
        var most = Math.Max(1, stats.Depth.Values.DefaultIfEmpty().Max());
        var table = Tables.Create("waiting", "jobs", "");
        table.Columns[1].RightAligned();
        foreach (var priority in Names.Priorities)
        {
            var count = stats.Depth.GetValueOrDefault(priority);
            table.AddRow(new Text(priority.ToName()), new Text(Words.Of(count)), Bar((double)count / most, "blue"));
        }
        return table;
    }

    private static Grid Work(QueueStats stats, IReadOnlyCollection<double> history)
    {
        var slots = stats.Slots.Used + stats.Slots.Free;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        void Row(string name, IRenderable value) => grid.AddRow(new Markup($"[grey]{name}[/]"), value);
        Row("slots", new Columns(
            new Text($"{Words.Of(stats.Slots.Used)} of {Words.Of(slots)}"),
            Bar(slots == 0 ? 0 : (double)stats.Slots.Used / slots, "aqua")) { Expand = false });
        Row("a second", new Markup(string.Create(CultureInfo.InvariantCulture,
            $"{stats.Rates.Started:0.#} started, [green]{stats.Rates.Succeeded:0.#}[/] succeeded, "
            + $"[{(stats.Rates.Failed > 0 ? "red" : "default")}]{stats.Rates.Failed:0.#}[/] failed")));
        if (history.Count > 1)
        {
            Row("", new Markup($"[green]{Line(history)}[/]"));
        }
        Row("oldest", new Text(stats.OldestReadySeconds > 0
            ? $"waits for {Words.Of(TimeSpan.FromSeconds(stats.OldestReadySeconds))}"
            : "none waits"));
        if (stats.Abandoned > 0)
        {
            Row("abandoned", new Markup($"[red]{Words.Of(stats.Abandoned)}[/] handlers were given up and still run"));
        }
        Row("reader", new Text(stats.Reader ?? "none"));
        return grid;
    }

    private static Markup Bar(double share, string color)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        // What is there at all is to be seen.
        full = share > 0 ? Math.Max(1, full) : 0;
        return new Markup($"[{color}]{new string('█', full)}[/][grey]{new string('░', BarWidth - full)}[/]");
    }

    private static string Line(IReadOnlyCollection<double> history)
    {
        var most = history.Max();
        return string.Concat(history.Select(value =>
            Steps[most <= 0 ? 0 : Math.Clamp((int)(value / most * (Steps.Length - 1)), 0, Steps.Length - 1)]));
    }
}
