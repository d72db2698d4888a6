using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Client;

/// <summary>Arguments that are JSON already.</summary>
/// <param name="Json">The text in UTF-8.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct WrittenArgs(ReadOnlyMemory<byte> Json)
{
    internal sealed class Converter : JsonConverter<WrittenArgs>
    {
        public override WrittenArgs Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Written arguments are only written.");

        public override void Write(Utf8JsonWriter writer, WrittenArgs value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
