using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorJobs;

/// <summary>One run of one process: its cluster address and the number that tells its restarts apart.</summary>
/// <param name="Address">Cluster address as <c>host:port</c>.</param>
/// <param name="Uid">Unique per start of the actor system.</param>
public readonly record struct NodeId(string Address, int Uid)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId node)
    {
        node = default;
        var mark = text?.LastIndexOf('#') ?? -1;
        if (mark <= 0 || !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out var uid))
        {
            return false;
        }
        node = new NodeId(text![..mark], uid);
        return true;
    }

    /// <summary><c>host:port#uid</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}#{Uid}");
}
