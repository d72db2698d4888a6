using System.Text;

namespace ActorJobs.Gateway.Bodies;

/// <summary>The fields an object may have; a field is known by its place here.</summary>
internal sealed class FieldNames(params string[] names)
{
    // As UTF-8, so that the hot path compares bytes.
    private readonly byte[][] _utf8 = [.. names.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> All => names;

    public string this[int field] => names[field];

    public ReadOnlySpan<byte[]> Utf8 => _utf8;
}
