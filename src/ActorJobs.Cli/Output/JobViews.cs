using System.Globalization;
using ActorJobs.Client.Http;
using ActorJobs.Rules;
using Spectre.Console;

namespace ActorJobs.Cli.Output;

/// <summary>Jobs on a terminal.</summary>
internal static class JobViews
{
    /// <summary>Many jobs.</summary>
    public static Table Table(IEnumerable<Job> jobs)
    {
        var table = Tables.Create("id", "type", "state", "priority", "attempt", "created", "note");
        table.Columns[0].NoWrap();
        foreach (var job in jobs)
        {
            table.AddRow(
                new Text(job.Id.ToString()), new Text(job.Type), new Markup(Words.Of(job.State)),
                new Text(job.Priority.ToName()),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{job.Attempt}/{job.MaxRetries + 1}")),
                new Text(Words.Of(job.CreatedAt)), new Text(Words.NoteOf(job)));
        }
        return table;
    }

    /// <summary>All of one job.</summary>
    public static void Write(IAnsiConsole console, Job job)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        void Row(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                grid.AddRow(new Markup($"[grey]{name}[/]"), new Text(Words.Safe(value)));
            }
        }
        Row("id", job.Id.ToString());
        Row("type", job.Type);
        grid.AddRow(new Markup("[grey]state[/]"), new Markup(Words.Of(job.State)
            + (job.CancelRequested && !job.IsFinal ? " [yellow](cancel requested)[/]" : "")));
        Row("priority", job.Priority.ToName());
        Row("attempt", string.Create(CultureInfo.InvariantCulture,
            $"{job.Attempt} of {job.MaxRetries + 1}, each at most {DurationText.Format(job.Timeout)}"));
        Row("created", Words.Of(job.CreatedAt));
        Row("due", job.RunAt is null || job.RunAt == job.CreatedAt ? null : Words.Of(job.RunAt));
        Row("after", string.Join(", ", job.After));
        Row("started", Words.Of(job.StartedAt));
        Row("finished", Finished(job));
        Row("node", job.Node);
        Row("progress", job.Progress is { } progress
            ? string.Create(CultureInfo.InvariantCulture, $"{progress.Fraction:P0} {progress.Message}")
            : null);
        Row("tags", string.Join(", ", job.Tags));
        Row("unique key", job.UniqueKey);
        Row("concurrency key", job.ConcurrencyKey);
        Row("parent", job.Parent?.ToString());
        Row("trace", job.TraceId);
        console.Write(grid);
        Section(console, "payload", Words.Of(job.Payload));
        Section(console, "result", job.Result is { } result ? Words.Of(result) : null);
        foreach (var error in job.Errors)
        {
            Section(console, string.Create(CultureInfo.InvariantCulture,
                $"error of attempt {error.Attempt}, {error.Class.ToName()}, {Words.Of(error.At)} {error.Node}"),
                error.Detail is null ? error.Message : $"{error.Message}\n{error.Detail}");
        }
        Section(console, "log", job.Log is { Count: > 0 } log
            ? string.Join('\n', log.Select(line => $"{Words.Of(line.At)} #{line.Attempt} {line.Text}"))
            : null);
    }

    private static string? Finished(Job job) => job.FinishedAt is { } end
        ? Words.Of(end) + (job.StartedAt is { } start ? $", after {Words.Of(end - start)}" : "")
        : null;

    private static void Section(IAnsiConsole console, string title, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            console.WriteLine();
            console.Write(new Rule($"[grey]{Words.Plain(title)}[/]").LeftJustified().RuleStyle("grey"));
            console.Write(new Text(Words.Safe(text)));
            console.WriteLine();
        }
    }
}
