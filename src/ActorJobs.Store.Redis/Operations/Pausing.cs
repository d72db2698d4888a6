namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Pauses as members of a set: priority, a slash, type; what is left out means all.</summary>
internal static class Pausing
{
    public static string ToText(Pause pause) => $"{pause.Priority?.ToName()}/{pause.Type}";

    public static Pause FromText(string text)
    {
        var mark = text.IndexOf('/', StringComparison.Ordinal);
        return new Pause(
            Names.TryParsePriority(text[..mark], out var priority) ? priority : null,
            mark + 1 == text.Length ? null : text[(mark + 1)..]);
    }
}
