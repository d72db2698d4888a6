using System.Buffers;
using System.Text.Json;
using ActorJobs.Gateway.Bodies;
using ActorJobs.Gateway.Json;
using ActorJobs.Gateway.Problems;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace ActorJobs.Gateway.Batch;

/// <summary>
/// Answers a batch: 202, or problem details when the store failed or the stream broke off, then with what is durable
/// all the same. Ids are sent on as they are written, since there may be millions.
/// </summary>
internal sealed class BatchResult(BatchReport report) : IResult
{
    private const int FlushAtBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var (status, detail) = Outcome(response);
        response.StatusCode = status;
        response.ContentType = detail is null ? RequestBody.Json : "application/problem+json";
        await using var writer = new Utf8JsonWriter((IBufferWriter<byte>)response.BodyWriter, JobWriter.Options);
        writer.WriteStartObject();
        if (detail is not null)
        {
            WriteProblem(writer, status, detail);
        }
        writer.WriteNumber("accepted"u8, report.Accepted);
        writer.WriteNumber("duplicates"u8, report.Duplicates);
        await WriteRejectedAsync(writer, response);
        writer.WriteNumber("rejectedCount"u8, report.RejectedCount);
        await WriteIdsAsync(writer, response);
        writer.WriteEndObject();
    }

    private (int Status, string? Detail) Outcome(HttpResponse response)
    {
        switch (report.Failure)
        {
            case StoreBusyException busy:
                GatewayProblems.SetRetryAfter(response, busy.RetryAfter);
                return (StatusCodes.Status429TooManyRequests, busy.Message);
            case StoreUnavailableException down:
                GatewayProblems.SetRetryAfter(response, down.RetryAfter);
                return (StatusCodes.Status503ServiceUnavailable, down.Message);
            case not null:
                return (StatusCodes.Status500InternalServerError, report.Failure.Message);
            default:
                return report.StreamFault is null
                    ? (StatusCodes.Status202Accepted, null)
                    : (StatusCodes.Status400BadRequest, report.StreamFault);
        }
    }

    private void WriteProblem(Utf8JsonWriter writer, int status, string detail)
    {
        writer.WriteString("type"u8, "about:blank"u8);
        writer.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
        writer.WriteNumber("status"u8, status);
        writer.WriteString("detail"u8, detail);
        writer.WriteStartArray("errors"u8);
        writer.WriteStringValue(detail);
        writer.WriteEndArray();
        writer.WriteNumber("read"u8, report.Lines);
        writer.WriteStartArray("unsettled"u8);
        foreach (var (first, last) in report.Unsettled)
        {
            writer.WriteStartObject();
            writer.WriteNumber("first"u8, first);
            writer.WriteNumber("last"u8, last);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private async Task WriteRejectedAsync(Utf8JsonWriter writer, HttpResponse response)
    {
        writer.WriteStartArray("rejected"u8);
        foreach (var (index, error) in report.Rejected.OrderBy(rejected => rejected.Index))
        {
            writer.WriteStartObject();
            writer.WriteNumber("index"u8, index);
            writer.WriteString("error"u8, error);
            writer.WriteEndObject();
            await FlushAsync(writer, response);
        }
        writer.WriteEndArray();
    }

    private async Task WriteIdsAsync(Utf8JsonWriter writer, HttpResponse response)
    {
        writer.WriteStartArray("ids"u8);
        foreach (var id in report.Ids)
        {
            writer.WriteStringValue(id.Value);
            await FlushAsync(writer, response);
        }
        writer.WriteEndArray();
    }

    private static async ValueTask FlushAsync(Utf8JsonWriter writer, HttpResponse response)
    {
        if (writer.BytesPending + response.BodyWriter.UnflushedBytes >= FlushAtBytes)
        {
            await writer.FlushAsync(response.HttpContext.RequestAborted);
            await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
        }
    }
}
