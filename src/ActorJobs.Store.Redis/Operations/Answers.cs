using System.Globalization;
using StackExchange.Redis;

namespace ActorJobs.Stores.Redis.Operations;

/// <summary>Reads what scripts answer.</summary>
internal static class Answers
{
    public static RedisResult[] List(this RedisResult answer) => (RedisResult[]?)answer ?? [];

    public static byte[] Bytes(this RedisResult value) => (byte[]?)value ?? [];

    public static string Text(this RedisResult value) => (string?)value ?? "";

    public static long Number(this RedisResult value) => (long)value;

    public static JobId Id(this RedisResult value) => Records.Bytes.ReadId(value.Bytes());

    /// <summary>Milliseconds since 1970; null for an empty answer.</summary>
    public static DateTimeOffset? Time(this RedisResult value) =>
        value.Text() is { Length: > 0 } text
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)double.Parse(text, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Reads a lane from its name, the priority's number and its type.</summary>
    public static Lane Lane(string name) =>
        new((Priority)int.Parse(name.AsSpan(0, 1), NumberStyles.None, CultureInfo.InvariantCulture), name[2..]);

    /// <summary>The name of a lane in keys.</summary>
    public static string NameOf(Lane lane) => string.Create(CultureInfo.InvariantCulture, $"{(int)lane.Priority}/{lane.Type}");

    /// <summary>Most urgent lanes first.</summary>
    public static IEnumerable<Lane> ByUrgency(IEnumerable<Lane> lanes) =>
        lanes.OrderBy(lane => lane.Priority).ThenBy(lane => lane.Type, StringComparer.Ordinal);
}
