using System.Net;

namespace ActorJobs.Client.Http.Tests;

/// <summary>In which order the parts of a stream reach a gateway.</summary>
public sealed class StreamOrderTests
{
    private const int PartJobs = 1000;
    private const int Turns = 200;

    [Fact]
    public async Task A_part_with_jobs_that_wait_is_sent_when_those_before_it_are_answered()
    {
        var gateway = new HoldingGateway();
        using var client = new ActorJobsHttpClient(new HttpClient(gateway), new GatewayClientOptions { Url = new Uri("http://gateway.test") });
        var first = JobId.New(DateTimeOffset.UtcNow);

        await client.EnqueueStreamAsync(Jobs()).ToListAsync();

        gateway.Calls.ShouldBe(2);
        gateway.MostAtOnce.ShouldBe(1);

        async IAsyncEnumerable<JobRequest> Jobs()
        {
            yield return JobRequest.For("load", 0, new EnqueueOptions { Id = first });
            for (var i = 1; i < PartJobs; i++)
            {
                yield return JobRequest.For("load", i);
            }
            for (var i = 0; i < PartJobs; i++)
            {
                yield return JobRequest.For("sum", i, new EnqueueOptions { After = [first] });
            }
            await Task.CompletedTask;
        }
    }

    /// <summary>Takes long enough to answer for a second call to come, if one does.</summary>
    private sealed class HoldingGateway : HttpMessageHandler
    {
        private int _open;

        public int Calls { get; private set; }

        public int MostAtOnce { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _open));
            var lines = (await request.Content!.ReadAsStringAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (var turn = 0; turn < Turns; turn++)
            {
                await Task.Delay(1, cancellationToken);
            }
            Interlocked.Decrement(ref _open);
            var ids = lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("id").GetRawText());
            return new HttpResponseMessage(HttpStatusCode.Accepted)
            {
                Content = new StringContent(
                    $$"""{"accepted":{{lines.Length}},"duplicates":0,"rejected":[],"ids":[{{string.Join(',', ids)}}]}"""),
            };
        }
    }
}
