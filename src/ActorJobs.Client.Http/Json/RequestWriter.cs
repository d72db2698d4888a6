using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using ActorJobs.Rules;

namespace ActorJobs.Client.Http.Json;

/// <summary>Writes jobs as the gateway takes them; payloads go out as the JSON they are.</summary>
internal static class RequestWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>A JSON array.</summary>
    public static ReadOnlyMemory<byte> Array(IEnumerable<JobRequest> requests)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartArray();
        foreach (var request in requests)
        {
            Write(writer, request);
        }
        writer.WriteEndArray();
        writer.Flush();
        return output.WrittenMemory;
    }

    /// <summary>One job a line.</summary>
    public static ReadOnlyMemory<byte> Lines(IEnumerable<JobRequest> requests)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, Options);
        foreach (var request in requests)
        {
            WriteLine(writer, output, request);
        }
        return output.WrittenMemory;
    }

    private static void WriteLine(Utf8JsonWriter writer, ArrayBufferWriter<byte> output, JobRequest request)
    {
        writer.Reset();
        Write(writer, request);
        writer.Flush();
        // A payload written by people may have line breaks between its tokens; inside of texts JSON allows none.
        var written = output.WrittenSpan;
        if (request.Payload.Span.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
        {
            Flatten(MemoryMarshal.AsMemory(output.WrittenMemory).Span[^(int)writer.BytesCommitted..]);
        }
        output.Write("\n"u8);
    }

    private static void Flatten(Span<byte> line)
    {
        line.Replace((byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
    }

    private static void Write(Utf8JsonWriter writer, JobRequest request)
    {
        var options = request.Options!;
        writer.WriteStartObject();
        writer.WriteString("id"u8, options.Id!.Value.Value);
        writer.WriteString("type"u8, request.Type);
        writer.WritePropertyName("payload"u8);
        writer.WriteRawValue(request.Payload.Span, skipInputValidation: true);
        if (options.Priority is { } priority)
        {
            writer.WriteString("priority"u8, priority.ToName());
        }
        if (options.RunAt is { } runAt)
        {
            writer.WriteString("runAt"u8, runAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        }
        WriteDuration(writer, "delay"u8, options.Delay);
        if (options.MaxRetries is { } maxRetries)
        {
            writer.WriteNumber("maxRetries"u8, maxRetries);
        }
        WriteDuration(writer, "timeout"u8, options.Timeout);
        WriteText(writer, "uniqueKey"u8, options.UniqueKey);
        WriteDuration(writer, "uniqueFor"u8, options.UniqueFor);
        WriteText(writer, "onDuplicate"u8, options.OnDuplicate?.ToName());
        WriteText(writer, "concurrencyKey"u8, options.ConcurrencyKey);
        WriteTags(writer, options.Tags);
        WriteAfter(writer, options);
        writer.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TimeSpan? duration)
    {
        if (duration is { } known)
        {
            writer.WriteString(name, DurationText.Format(known));
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteAfter(Utf8JsonWriter writer, EnqueueOptions options)
    {
        if (options.After.Count == 0)
        {
            return;
        }
        writer.WriteStartArray("after"u8);
        foreach (var id in options.After)
        {
            writer.WriteStringValue(id.Value);
        }
        writer.WriteEndArray();
        if (options.OnFailure != FailurePolicy.Hold)
        {
            writer.WriteString("onFailure"u8, options.OnFailure.ToName());
        }
    }

    private static void WriteTags(Utf8JsonWriter writer, IReadOnlyList<string> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }
        writer.WriteStartArray("tags"u8);
        foreach (var tag in tags)
        {
            writer.WriteStringValue(tag);
        }
        writer.WriteEndArray();
    }
}
