using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Samples.Shop;

/// <summary>Reads orders by source-generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class ShopJson : JsonSerializerContext
{
    /// <summary>A job's result, as it is; null when there is none.</summary>
    /// <param name="json">UTF-8.</param>
    public static JsonElement? Parse(ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? null : JsonSerializer.Deserialize(json.Span, Default.JsonElement);
}
