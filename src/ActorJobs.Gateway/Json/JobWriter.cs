using System.Text.Encodings.Web;
using System.Text.Json;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Operations;
using ActorJobs.Rules;

namespace ActorJobs.Gateway.Json;

/// <summary>Writes jobs; payload and result go out as the JSON they are.</summary>
internal static class JobWriter
{
    /// <summary>Output is JSON and declared as such, so only what JSON needs is escaped.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static void Write(Utf8JsonWriter writer, JobSnapshot job, bool withLog)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, job.Id.Value);
        writer.WriteString("type"u8, job.Type);
        writer.WriteString("priority"u8, job.Priority.ToName());
        writer.WriteString("state"u8, job.State.ToName());
        writer.WriteNumber("attempt"u8, job.Attempt);
        writer.WriteNumber("maxRetries"u8, job.MaxRetries);
        WriteTime(writer, "createdAt"u8, job.CreatedAt);
        WriteTime(writer, "runAt"u8, job.RunAt == JobLimits.Never ? null : job.RunAt);
        WriteAfter(writer, job);
        WriteTime(writer, "startedAt"u8, job.StartedAt);
        WriteTime(writer, "finishedAt"u8, job.FinishedAt);
        writer.WriteString("node"u8, job.Node);
        WriteRaw(writer, "payload"u8, job.Payload);
        WriteProgress(writer, job.Progress);
        WriteRaw(writer, "result"u8, job.Result);
        WriteErrors(writer, job);
        if (withLog)
        {
            WriteLog(writer, job);
        }
        writer.WriteStartArray("tags"u8);
        foreach (var tag in job.Tags)
        {
            writer.WriteStringValue(tag);
        }
        writer.WriteEndArray();
        writer.WriteString("uniqueKey"u8, job.UniqueKey);
        writer.WriteString("concurrencyKey"u8, job.ConcurrencyKey);
        writer.WriteString("parent"u8, job.Parent?.ToString());
        writer.WriteString("timeout"u8, DurationText.Format(job.Timeout));
        writer.WriteBoolean("cancelRequested"u8, job.CancelRequested);
        writer.WriteString("traceId"u8, JobTrace.IdOf(job.Trace));
        writer.WriteEndObject();
    }

    public static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is not { } known)
        {
            writer.WriteNull(name);
            return;
        }
        Span<byte> text = stackalloc byte[Rfc3339.WrittenLength];
        Rfc3339.Write(known, text);
        writer.WriteString(name, text);
    }

    /// <summary>Writes the fields of a progress into the object at hand.</summary>
    public static void WriteProgressFields(Utf8JsonWriter writer, JobProgress progress)
    {
        writer.WriteNumber("fraction"u8, progress.Fraction);
        writer.WriteString("message"u8, progress.Message);
        WriteTime(writer, "at"u8, progress.At);
    }

    private static void WriteAfter(Utf8JsonWriter writer, JobSnapshot job)
    {
        writer.WriteStartArray("after"u8);
        foreach (var other in job.After)
        {
            writer.WriteStringValue(other.Value);
        }
        writer.WriteEndArray();
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WritePropertyName(name);
        writer.WriteRawValue(json.Span, skipInputValidation: true);
    }

    private static void WriteProgress(Utf8JsonWriter writer, JobProgress? progress)
    {
        if (progress is null)
        {
            writer.WriteNull("progress"u8);
            return;
        }
        writer.WriteStartObject("progress"u8);
        WriteProgressFields(writer, progress);
        writer.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter writer, JobSnapshot job)
    {
        writer.WriteStartArray("errors"u8);
        foreach (var error in job.Errors)
        {
            writer.WriteStartObject();
            writer.WriteNumber("attempt"u8, error.Attempt);
            WriteTime(writer, "at"u8, error.At);
            writer.WriteString("class"u8, error.Class.ToName());
            writer.WriteString("message"u8, error.Message);
            if (error.Detail is not null)
            {
                writer.WriteString("detail"u8, error.Detail);
            }
            if (error.Node is not null)
            {
                writer.WriteString("node"u8, error.Node);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteLog(Utf8JsonWriter writer, JobSnapshot job)
    {
        writer.WriteStartArray("log"u8);
        foreach (var line in job.Log)
        {
            writer.WriteStartObject();
            writer.WriteNumber("attempt"u8, line.Attempt);
            WriteTime(writer, "at"u8, line.At);
            writer.WriteString("text"u8, line.Text);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
