using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ActorJobs.Client.Http.Calls;
using ActorJobs.Client.Http.Json;
using ActorJobs.Operations;

namespace ActorJobs.Client.Http;

/// <content>Watching.</content>
public sealed partial class ActorJobsHttpClient
{
    // The gateway says something at least every 15 s.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Changes of jobs and nodes from now on, until the token fires. When the connection is lost it is made anew, and
    /// <see cref="JobEvent.Missed"/> with a count of 0 says that some events, nobody knows how many, were missed.
    /// </summary>
    /// <param name="id">Only this job, with its progress; null for all.</param>
    /// <param name="type">Only jobs of this type, without progress; null for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GatewayUnavailableException">No gateway answers, at the start or later.</exception>
    /// <exception cref="AccessRefusedException">The key has no <c>read</c> scope.</exception>
    /// <remarks>A node in an event has no number that tells its restarts apart: HTTP does not say it.</remarks>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        JobId? id = null, string? type = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var query = string.Join('&', new[]
        {
            id is { } one ? $"id={one}" : null, type is null ? null : $"type={Uri.EscapeDataString(type)}",
        }.Where(part => part is not null));
        var call = new GatewayCall(HttpMethod.Get, query.Length == 0 ? "api/v1/events" : $"api/v1/events?{query}");
        for (var isFirst = true; ; isFirst = false)
        {
            using var stream = await _caller.OpenAsync(call, cancellationToken);
            if (!isFirst)
            {
                yield return new JobEvent.Missed(0);
            }
            await using var events = new SilenceLimit(
                await stream.Content.ReadAsStreamAsync(cancellationToken), LongestSilence, _options.Time);
            await using var reader = SseParser.Create(events).EnumerateAsync(cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(reader))
            {
                if (ToEvent(reader.Current) is { } change)
                {
                    yield return change;
                }
            }
        }
    }

    /// <summary>False at the end of the stream, be it in order or by a broken connection.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> reader)
    {
        try
        {
            return await reader.MoveNextAsync();
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or TimeoutException)
        {
            return false;
        }
    }

    private static JobEvent? ToEvent(SseItem<string> item)
    {
        if (item.EventType is not ("job" or "progress" or "node" or "missed"))
        {
            return null; // of a newer gateway
        }
        var data = JsonSerializer.Deserialize(item.Data, ClientJson.Default.EventModel)!;
        return item.EventType switch
        {
            "job" => new JobEvent.JobChanged(
                data.Id, data.Type!, data.Priority ?? default, data.State ?? default, data.Attempt, data.At, data.Node),
            "progress" => new JobEvent.ProgressReported(
                data.Id, new JobProgress(data.Fraction, data.Message, data.At)),
            "node" => new JobEvent.NodeChanged(new NodeId(data.Node!, 0), data.Status!, data.At),
            _ => new JobEvent.Missed(data.Count),
        };
    }
}
