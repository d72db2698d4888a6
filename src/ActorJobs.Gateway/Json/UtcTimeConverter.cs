using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Gateway.Bodies;

namespace ActorJobs.Gateway.Json;

/// <summary>Times as RFC 3339 in UTC with milliseconds.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Rfc3339.TryParse(reader.GetString() ?? "", out var time) ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Rfc3339.WrittenLength];
        Rfc3339.Write(value, text);
        writer.WriteStringValue(text);
    }
}
