using System.Net;
using System.Net.Http.Headers;

namespace ActorJobs.Node.Tests.Driving;

/// <summary>A request body made while it is sent, so that the sender too needs no memory for it.</summary>
internal sealed class NdJsonStream : HttpContent
{
    private readonly IEnumerable<string> _lines;

    public NdJsonStream(IEnumerable<string> lines)
    {
        _lines = lines;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var writer = new StreamWriter(stream, bufferSize: 64 * 1024, leaveOpen: true);
        foreach (var line in _lines)
        {
            await writer.WriteAsync(line);
            await writer.WriteAsync('\n');
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
