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

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var events = source.WatchAsync(ending.Token).GetAsyncEnumerator(ending.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            await SendAsync(response, () => events.Current, () => next = events.MoveNextAsync().AsTask(), next, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The watcher left, or the process stops: the end of a stream is no fault.
        }
        finally
        {
            await ending.CancelAsync();
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await events.DisposeAsync();
        }
    }

    private async Task SendAsync(
        HttpResponse response, Func<JobEvent> current, Func<Task<bool>> advance, Task<bool> next,
        CancellationToken cancellationToken)
    {
        using var writer = new EventWriter(response.BodyWriter);
        writer.Comment("watching"u8);
        while (true)
        {
            if (!next.IsCompleted)
            {
                await response.BodyWriter.FlushAsync(cancellationToken);
                if (!await ComesInTimeAsync(next, cancellationToken))
                {
                    writer.Comment("still here"u8);
                    continue;
                }
            }
            if (!await next)
            {
                return;
            }
            if (filter.Wants(current()))
            {
                writer.Write(current());
            }
            next = advance();
        }
    }

    private async Task<bool> ComesInTimeAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(Heartbeat, time, cancellationToken);
            return true;
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return false;
        }
    }
}
