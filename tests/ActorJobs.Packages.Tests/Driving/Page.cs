using System.Text.RegularExpressions;

namespace ActorJobs.Packages.Tests.Driving;

/// <summary>A fenced block of a page: its language, its text, and what a comment on the line before says of it.</summary>
internal sealed record Block(string Page, int Line, string Language, string Mark, string Text)
{
    public override string ToString() => $"{Page}:{Line}";
}

/// <summary>A page of documentation, by its blocks.</summary>
internal static partial class Page
{
    public static Block[] Read(string path)
    {
        var text = Text(path);
        return [.. Fenced().Matches(text).Select(match => new Block(
            path, text.AsSpan(0, match.Groups["body"].Index).Count('\n') + 1,
            match.Groups["language"].Value, match.Groups["mark"].Value, match.Groups["body"].Value))];
    }

    /// <summary>The text of a file of the repository.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    /// <summary>Every page that users read: the README, those of docs, and those of the projects.</summary>
    public static string[] All() =>
    [
        "README.md",
        .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Order().Select(Relative),
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Order()
            .Select(project => Path.Combine(project, "README.md")).Where(File.Exists).Select(Relative),
    ];

    /// <summary>The files that a page links to, relative to it.</summary>
    public static string[] Links(string path) =>
        [.. Link().Matches(Text(path)).Select(match => match.Groups[1].Value)];

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);

    [GeneratedRegex(@"\]\(((?!https?:|#)[^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:^<!-- (?<mark>[^\n]*?) -->\n)?^```(?<language>\w+)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
