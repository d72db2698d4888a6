using System.Buffers;
using System.Text.Json;
using ActorJobs.Gateway.Json;
using ActorJobs.Operations;

namespace ActorJobs.Gateway.Events;

/// <summary>Writes server-sent events: a name, one line of JSON, a blank line.</summary>
internal sealed class EventWriter(IBufferWriter<byte> output) : IDisposable
{
    private readonly Utf8JsonWriter _writer = new(output, JobWriter.Options);

    public void Dispose() => _writer.Dispose();

    /// <summary>A line that watchers ignore; it keeps the connection open.</summary>
    public void Comment(ReadOnlySpan<byte> text)
    {
        output.Write(": "u8);
        output.Write(text);
        output.Write("\n\n"u8);
    }

    public void Write(JobEvent change)
    {
        output.Write("event: "u8);
        output.Write(change switch
        {
            JobEvent.JobChanged => "job"u8,
            JobEvent.ProgressReported => "progress"u8,
            JobEvent.NodeChanged => "node"u8,
            _ => "missed"u8,
        });
        output.Write("\ndata: "u8);
        _writer.Reset();
        _writer.WriteStartObject();
        WriteFields(change);
        _writer.WriteEndObject();
        _writer.Flush();
        output.Write("\n\n"u8);
    }

    private void WriteFields(JobEvent change)
    {
        switch (change)
        {
            case JobEvent.JobChanged job:
                _writer.WriteString("id"u8, job.Id.Value);
                _writer.WriteString("type"u8, job.Type);
                _writer.WriteString("priority"u8, job.Priority.ToName());
                _writer.WriteString("state"u8, job.State.ToName());
                _writer.WriteNumber("attempt"u8, job.Attempt);
                JobWriter.WriteTime(_writer, "at"u8, job.At);
                _writer.WriteString("node"u8, job.Node);
                break;
            case JobEvent.ProgressReported report:
                _writer.WriteString("id"u8, report.Id.Value);
                JobWriter.WriteProgressFields(_writer, report.Progress);
                break;
            case JobEvent.NodeChanged node:
                _writer.WriteString("node"u8, node.Node.Address);
                _writer.WriteString("status"u8, node.Status);
                JobWriter.WriteTime(_writer, "at"u8, node.At);
                break;
            case JobEvent.Missed missed:
                _writer.WriteNumber("count"u8, missed.Count);
                break;
            default:
                break;
        }
    }
}
