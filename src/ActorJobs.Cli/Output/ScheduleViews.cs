using ActorJobs.Client.Http;
using ActorJobs.Rules;
using Spectre.Console;

namespace ActorJobs.Cli.Output;

/// <summary>Schedules on a terminal.</summary>
internal static class ScheduleViews
{
    public static Table Table(IEnumerable<ScheduleEntry> schedules)
    {
        var table = Tables.Create("id", "when", "type", "next", "last", "note");
        foreach (var schedule in schedules)
        {
            table.AddRow(
                new Text(schedule.Id), new Text(When(schedule)), new Text(schedule.Job.Type),
                new Text(schedule.NextFires.Count == 0 ? "ended" : Words.Of(schedule.NextFires[0])),
                new Text(schedule.LastFires.Count == 0 ? "–" : schedule.LastFires[0].Result), Note(schedule));
        }
        return table;
    }

    public static void Write(IAnsiConsole console, ScheduleEntry schedule)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        void Row(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                grid.AddRow(new Markup($"[grey]{name}[/]"), new Text(Words.Safe(value)));
            }
        }
        Row("id", schedule.Id);
        Row("when", When(schedule));
        Row("job", $"{schedule.Job.Type} {schedule.Job.Payload.GetRawText()}");
        Row("overlap", CamelCase(schedule.Overlap));
        Row("misfire", $"{CamelCase(schedule.Misfire)}, within {DurationText.Format(schedule.CatchUp)}");
        Row("jitter", schedule.Jitter > TimeSpan.Zero ? DurationText.Format(schedule.Jitter) : null);
        Row("owner", schedule.Owner);
        Row("description", schedule.Description);
        Row("paused", schedule.Paused ? $"since {Words.Of(schedule.PausedSince)} {schedule.PauseNote}" : null);
        Row("fires", Words.Of(schedule.Fires));
        Row("next", schedule.NextFires.Count == 0 ? "none: it has ended" : string.Join('\n', schedule.NextFires.Select(
            time => Words.Of(time))));
        console.Write(grid);
        if (schedule.LastFires.Count > 0)
        {
            console.WriteLine();
            var fires = Tables.Create("due", "cause", "result", "job");
            foreach (var fire in schedule.LastFires)
            {
                fires.AddRow(new Text(Words.Of(fire.DueAt)), new Text(fire.Cause), new Text(fire.Result),
                    new Text(fire.Job?.ToString() ?? "–"));
            }
            console.Write(fires);
        }
    }

    private static string When(ScheduleEntry schedule) => schedule switch
    {
        { Cron: { } cron } => $"{cron} ({schedule.TimeZone ?? "UTC"})",
        { Every: { } every } => $"every {DurationText.Format(every)}",
        _ => $"at {Words.Of(schedule.RunAt)}",
    };

    private static Markup Note(ScheduleEntry schedule) => schedule.Paused
        ? new Markup($"[yellow]paused[/] {Words.Plain(schedule.PauseNote)}")
        : new Markup(Words.Plain(schedule.Description));

    private static string CamelCase<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
