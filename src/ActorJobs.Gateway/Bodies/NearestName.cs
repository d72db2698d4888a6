namespace ActorJobs.Gateway.Bodies;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class NearestName
{
    private const int MaxEdits = 2;
    private const int MaxEchoedLength = 64;

    /// <summary>
    /// The nearest known name, at most two edits away when case and separators are left aside; null for none.
    /// </summary>
    public static string? Find(string name, IReadOnlyList<string> known)
    {
        var plain = Plain(name);
        return plain.Length is 0 or > MaxEchoedLength
            ? null
            : known
                .Select(candidate => (Name: candidate, Edits: Edits(plain, Plain(candidate))))
                .Where(candidate => candidate.Edits <= MaxEdits && candidate.Edits < candidate.Name.Length - 1)
                .OrderBy(candidate => candidate.Edits)
                .Select(candidate => candidate.Name)
                .FirstOrDefault();
    }

    /// <summary>Brings a name that a caller sent to a length fit for an answer.</summary>
    public static string Cut(string text) => text.Length <= MaxEchoedLength ? text : text[..MaxEchoedLength] + "…";

    private static string Plain(string name) =>
        new([.. name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    // Levenshtein distance by two rows; names are short.
    private static int Edits(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var current = new int[to.Length + 1];
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.Length];
    }
}
