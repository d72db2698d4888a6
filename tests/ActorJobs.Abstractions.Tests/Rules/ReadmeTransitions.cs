namespace ActorJobs.Abstractions.Tests.Rules;

/// <summary>The transitions as README.md of the project lists them.</summary>
internal static class ReadmeTransitions
{
    public static List<(JobState From, JobState To)> Read()
    {
        using var stream = typeof(ReadmeTransitions).Assembly.GetManifestResourceStream("README.md").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        var section = reader.ReadToEnd().Split("## ").Single(part => part.StartsWith("Transitions", StringComparison.Ordinal));
        return [.. section.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(Row)];
    }

    private static (JobState From, JobState To) Row(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        Names.TryParseState(cells[1], out var from).ShouldBeTrue(line);
        Names.TryParseState(cells[2], out var to).ShouldBeTrue(line);
        cells[3].ShouldNotBeEmpty();
        cells[4].ShouldNotBeEmpty();
        return (from, to);
    }
}
