using System.Globalization;

namespace ActorJobs.Cluster.Tests.History;

/// <summary>
/// A file to which jobs themselves append when they begin and end, so that it tells what ran whatever the store says.
/// </summary>
internal sealed class RunJournal(DirectoryInfo folder)
{
    /// <summary>The command nodes must allow.</summary>
    public const string Command = "bash";

    private const string Script =
        """
        note() { echo "$ACTORJOBS_JOB_ID $ACTORJOBS_ATTEMPT $1 $EPOCHREALTIME $PPID" >> "$0"; }
        note START; [ "$1" = 0 ] || sleep "$1"; note END
        """;

    private readonly string _file = Path.Combine(folder.FullName, "runs");

    /// <summary>A job that notes its begin and end, and waits between them.</summary>
    public object Job(double seconds, string priority = "normal", string tag = "noted", string? key = null) => new
    {
        type = "exec",
        priority,
        payload = new
        {
            command = Command,
            args = new[] { "-c", Script.ReplaceLineEndings("\n"), _file, seconds.ToString(CultureInfo.InvariantCulture) },
        },
        // A kill must never be the last that a job survives.
        maxRetries = 20,
        tags = new[] { tag },
        concurrencyKey = key,
    };

    /// <summary>What ran until now, in order of begin.</summary>
    public IReadOnlyList<JournalRun> Read()
    {
        if (!File.Exists(_file))
        {
            return [];
        }
        var notes = File.ReadAllLines(_file).Select(line => line.Split(' ')).Where(words => words.Length == 5).ToArray();
        var ends = notes.Where(words => words[2] == "END").ToLookup(Key, Time);
        return [.. notes.Where(words => words[2] == "START")
            .Select(words => new JournalRun(
                words[0], int.Parse(words[1], CultureInfo.InvariantCulture),
                int.Parse(words[4], CultureInfo.InvariantCulture), Time(words), EndOf(ends[Key(words)])))
            .OrderBy(run => run.Start)];
    }

    private static (string, string, string) Key(string[] words) => (words[0], words[1], words[4]);

    private static DateTimeOffset? EndOf(IEnumerable<DateTimeOffset> ends) =>
        ends.Select(end => (DateTimeOffset?)end).FirstOrDefault();

    private static DateTimeOffset Time(string[] words) => DateTimeOffset.UnixEpoch.AddMicroseconds(
        (double)(decimal.Parse(words[3], CultureInfo.InvariantCulture) * 1_000_000));
}
