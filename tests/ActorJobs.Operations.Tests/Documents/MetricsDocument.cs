using System.Text.RegularExpressions;

namespace ActorJobs.Operations.Tests.Documents;

/// <summary>The table of <c>docs/metrics.md</c>.</summary>
internal static partial class MetricsDocument
{
    /// <summary>The names in it.</summary>
    public static HashSet<string> Names() => [.. Row()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/metrics.md"))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"(?m)^\| `(actorjobs_\w+)`")]
    private static partial Regex Row();
}
