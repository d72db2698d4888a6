using System.Net;
using System.Net.Http.Headers;

namespace ActorJobs.Gateway.Tests.Fakes;

/// <summary>A body of lines that are all alike, sent without a length and never held as a whole.</summary>
internal sealed class RepeatedContent : HttpContent
{
    private static readonly TimeSpan StalledAfter = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _line;
    private readonly int _count;

    public RepeatedContent(byte[] line, int count)
    {
        _line = line;
        _count = count;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    /// <summary>Lines sent so far.</summary>
    public int Sent { get; private set; }

    /// <summary>Ends the body once a write has waited long because the other side does not read.</summary>
    public bool StopsOnBackpressure { get; init; }

    /// <summary>Completes when a write waits because the other side does not read.</summary>
    public Task Stalled => _stalled.Task;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        while (Sent < _count && !_stalled.Task.IsCompleted)
        {
            var writing = stream.WriteAsync(_line).AsTask();
            if (StopsOnBackpressure)
            {
                await WatchAsync(writing);
            }
            await writing;
            Sent++;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task WatchAsync(Task writing)
    {
        try
        {
            await writing.WaitAsync(StalledAfter);
        }
        catch (TimeoutException)
        {
            _stalled.SetResult();
        }
    }
}
