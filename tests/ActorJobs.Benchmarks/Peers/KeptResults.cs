namespace ActorJobs.Benchmarks.Peers;

/// <summary>
/// A run's figures in a file of the repository, below a line that says where they come from. A later run of the same
/// day and store takes its place.
/// </summary>
internal sealed class KeptResults(string folder, RunHeader header)
{
    public void Write(IEnumerable<string> lines)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{header.Date}-{header.Store}-peers.jsonl");
        File.WriteAllLines(file, [header.ToLine(), .. lines]);
        Console.Error.WriteLine($"kept in {file}");
    }
}
