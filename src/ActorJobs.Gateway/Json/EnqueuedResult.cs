using System.Buffers;
using System.Text.Unicode;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Http;

namespace ActorJobs.Gateway.Json;

/// <summary>
/// Answers an enqueue: an <see cref="EnqueuedModel"/> with its length, so that head and body leave in one piece. Without a length the
/// end of the body is sent by itself, which costs the hot path a call of the operating system for each job.
/// </summary>
internal sealed class EnqueuedResult(EnqueueResult job) : IResult
{
    private const int MaxBytes = 128; // a UUID, a state and three names

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.Location = $"/api/v1/jobs/{job.Id.Value:D}";
        Span<byte> json = stackalloc byte[MaxBytes];
        _ = Utf8.TryWrite(json,
            $$"""{"id":"{{job.Id.Value}}","state":"{{job.State.ToName()}}","duplicate":{{(job.Duplicate ? "true" : "false")}}}""",
            out var length);
        response.ContentLength = length;
        response.BodyWriter.Write(json[..length]);
        return Task.CompletedTask;
    }
}
