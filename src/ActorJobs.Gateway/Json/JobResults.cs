using System.Buffers;
using System.Text.Json;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Gateway.Json;

/// <summary>Answers one job with its log.</summary>
internal sealed class JobResult(JobSnapshot job) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = RequestBody.Json;
        await using var writer = new Utf8JsonWriter((IBufferWriter<byte>)httpContext.Response.BodyWriter, JobWriter.Options);
        JobWriter.Write(writer, job, withLog: true);
    }
}

/// <summary>Answers a page of jobs without logs, sent on as it is written.</summary>
internal sealed class JobPageResult(JobPage page) : IResult
{
    private const int FlushAtBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = RequestBody.Json;
        await using var writer = new Utf8JsonWriter((IBufferWriter<byte>)response.BodyWriter, JobWriter.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("jobs"u8);
        foreach (var job in page.Jobs)
        {
            JobWriter.Write(writer, job, withLog: false);
            if (writer.BytesPending + response.BodyWriter.UnflushedBytes > FlushAtBytes)
            {
                await writer.FlushAsync(httpContext.RequestAborted);
                await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
            }
        }
        writer.WriteEndArray();
        writer.WriteString("nextCursor"u8, page.Next is { } next ? Cursor.Format(next) : null);
        writer.WriteEndObject();
    }
}
