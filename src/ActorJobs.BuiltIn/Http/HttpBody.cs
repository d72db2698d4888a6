using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ActorJobs.BuiltIn.Http;

/// <summary>The body of a request: a JSON string is sent as its text, any other value as JSON.</summary>
internal static class HttpBody
{
    public static HttpContent? From(JsonElement? body) => body switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Content(text.GetString()!, "text/plain"),
        { } value => Content(value.GetRawText(), "application/json"),
    };

    private static StringContent Content(string text, string mediaType) =>
        new(text, Encoding.UTF8, new MediaTypeHeaderValue(mediaType, "utf-8"));
}
