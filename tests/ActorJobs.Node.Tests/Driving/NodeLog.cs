namespace ActorJobs.Node.Tests.Driving;

/// <summary>What a process wrote, line by line, while it is being written. Thread-safe.</summary>
internal sealed class NodeLog
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public string Text => string.Join('\n', Lines);

    public void Add(string? line)
    {
        if (line is not null)
        {
            lock (_lock)
            {
                _lines.Add(line);
            }
        }
    }

    public string? Find(string text) =>
        Lines.FirstOrDefault(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));

    public async Task<string> LineAsync(string text) =>
        (await Eventually.GetAsync(() => Find(text), line => line is not null, $"a log line with '{text}'"))!;
}
