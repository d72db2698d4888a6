using System.Text.Json;
using System.Text.Json.Serialization;
using ActorJobs.Handlers;

namespace ActorJobs.Samples;

/// <summary><c>echo</c>: the result is the payload. It is never parsed, so that measurements see the runtime and not
/// JSON.</summary>
internal static class EchoJob
{
    public static JobRegistration Registration { get; } = new("echo", (_, payload, context, _) =>
    {
        context.SetResult(new RawJson(payload));
        return Task.CompletedTask;
    });

    [JsonConverter(typeof(RawJsonConverter))]
    private readonly record struct RawJson(ReadOnlyMemory<byte> Bytes);

    private sealed class RawJsonConverter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("An echo is only written.");

        // The payload was checked to be JSON when the job was admitted.
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Bytes.Span, skipInputValidation: true);
    }
}
