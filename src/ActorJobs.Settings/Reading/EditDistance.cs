namespace ActorJobs.Settings.Reading;

/// <summary>
/// Fewest insertions, deletions, substitutions and swaps of neighbours that turn one text into the other (optimal
/// string alignment; F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3),
/// 1964).
/// </summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        var rows = new int[left.Length + 1][];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i] = new int[right.Length + 1];
            rows[i][0] = i;
        }
        for (var j = 0; j <= right.Length; j++)
        {
            rows[0][j] = j;
        }
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                rows[i][j] = Cell(rows, left, right, i, j);
            }
        }
        return rows[left.Length][right.Length];
    }

    private static int Cell(int[][] rows, string left, string right, int i, int j)
    {
        var substitution = rows[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(substitution, Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1);
        var isSwap = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return isSwap ? Math.Min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
