using System.Text.RegularExpressions;

namespace ActorJobs.Operations.Tests.Documents;

/// <summary>The table of <c>docs/metrics.md</c>.</summary>
internal static partial class MetricsDocument
{
    /// <summary>The first and last id of each range in its table of log lines.</summary>
    public static (int First, int Last)[] EventIds() => [..
        from row in IdRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/metrics.md")))
        from range in IdRange().Matches(row.Value)
        let first = int.Parse(range.Groups[1].Value)
        select (first, range.Groups[2].Success ? int.Parse(range.Groups[2].Value) : first)];

    /// <summary>The names in it.</summary>
    public static HashSet<string> Names() => [.. Row()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/metrics.md"))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"(?m)^\| \d{4}[^|]*\|")]
    private static partial Regex IdRow();

    [GeneratedRegex(@"\b(\d{4})(?:–(\d{4}))?")]
    private static partial Regex IdRange();

    [GeneratedRegex(@"(?m)^\| `(actorjobs_\w+)`")]
    private static partial Regex Row();
}
