using System.Text.RegularExpressions;

namespace ActorJobs.Packages.Tests.ComingFrom;

/// <summary>A line of docs/coming-from.md: what to write here in place of what was written there.</summary>
internal sealed partial record Row(string System, string Theirs, string Ours)
{
    private const string Nothing = "nothing to set";

    /// <summary>True for a line that says that nothing is needed.</summary>
    public bool IsNothing => Ours.StartsWith(Nothing, StringComparison.Ordinal);

    /// <summary>What is to be written.</summary>
    public string Code => Ours.Trim('`');

    public bool IsSettings => Setting().IsMatch(Code);

    public bool IsCall => Call().IsMatch(Code);

    public bool IsBody => Code.StartsWith('{');

    public bool IsAttribute => Code.StartsWith('[');

    public static Row[] Read()
    {
        var rows = new List<Row>();
        var system = "";
        foreach (var line in Page.Text("docs/coming-from.md").Split('\n'))
        {
            system = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : system;
            var cells = Cells().Match(line);
            if (cells.Success && !line.StartsWith("|---", StringComparison.Ordinal) && cells.Groups[2].Value != "ActorJobs")
            {
                rows.Add(new Row(system, cells.Groups[1].Value, cells.Groups[2].Value));
            }
        }
        return [.. rows];
    }

    public override string ToString() => $"{System}: {Theirs} → {Ours}";

    [GeneratedRegex(@"^\| (.*) \| (.*) \|$")]
    private static partial Regex Cells();

    [GeneratedRegex("^([A-Z][A-Z_]+=[^ ]+ ?)+$")]
    private static partial Regex Setting();

    [GeneratedRegex("^(GET|POST|PUT|DELETE) /")]
    private static partial Regex Call();
}
