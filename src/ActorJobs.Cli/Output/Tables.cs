using Spectre.Console;

namespace ActorJobs.Cli.Output;

/// <summary>Tables of one look.</summary>
internal static class Tables
{
    /// <summary>A table without frame whose head is grey.</summary>
    public static Table Create(params string[] columns)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn($"[grey]{column}[/]").PadRight(2));
        }
        return table;
    }
}
