namespace ActorJobs.Settings.Tests;

public class ReadmeTests
{
    private static readonly Dictionary<string, string> Defaults = Read();

    [Fact]
    public void Every_setting_stands_in_the_README_in_order()
    {
        Defaults.Keys.ShouldBe(SettingNames.All);
    }

    [Fact]
    public void A_default_of_the_README_set_by_hand_changes_nothing()
    {
        var plain = Defaults.Where(row => !row.Value.Contains(' ', StringComparison.Ordinal) && row.Value is not ("itself" or "(none)"
            or "(unset)" or "(all)")).ToList();

        plain.Count.ShouldBeGreaterThan(15);
        Comparable(Given.Settings([.. plain.Select(row => (row.Key, row.Value))])).ShouldBe(Comparable(Given.Settings()));
    }

    // Records compare arrays by reference, so those go into text.
    private static object Comparable(NodeSettings settings) => (
        settings.Run, settings.Scheduler, settings.Retention, settings.Logging, settings.Observation, settings.Store,
        settings.Cluster.Host, settings.Worker.Concurrency, string.Join(',', settings.Worker.Priorities));

    private static Dictionary<string, string> Read()
    {
        using var stream = typeof(ReadmeTests).Assembly.GetManifestResourceStream("README.md").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2]);
    }
}
