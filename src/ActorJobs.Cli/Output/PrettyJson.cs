using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActorJobs.Cli.Output;

/// <summary>JSON for people.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PrettyJson : JsonSerializerContext;
