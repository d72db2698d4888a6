using ActorJobs.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorJobs.Gateway.Events;

/// <summary>Sends events until the watcher leaves or the process stops.</summary>
internal sealed class EventStream(IJobEvents source, EventFilter filter, TimeProvider time) : IResult
{
    /// <summary>Longest silence: proxies drop a connection that says nothing, often after 30 s or 60 s.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int MaxUnsentBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        using var writer = new EventWriter(response.BodyWriter);
        writer.Comment("watching"u8);
        var events = source.WatchAsync(ending.Token).GetAsyncEnumerator(ending.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (await WaitAsync(next, writer, response, ending.Token))
            {
                if (filter.Wants(events.Current))
                {
                    writer.Write(events.Current);
                }
                next = events.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher left, or the process stops: the end of a stream is no fault.
        }
        finally
        {
            // An enumerator must not be disposed while it moves.
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await events.DisposeAsync();
        }
    }

    // Sends what was written before it waits, and a comment whenever the wait is long.
    private async Task<bool> WaitAsync(
        Task<bool> next, EventWriter writer, HttpResponse response, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted || response.BodyWriter.UnflushedBytes > MaxUnsentBytes)
        {
            await response.BodyWriter.FlushAsync(cancellationToken);
            try
            {
                await next.WaitAsync(Heartbeat, time, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                writer.Comment("still here"u8);
            }
        }
        return await next;
    }
}
