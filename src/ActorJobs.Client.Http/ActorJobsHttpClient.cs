using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorJobs.Client.Http.Calls;
using ActorJobs.Client.Http.Json;
using ActorJobs.Operations;
using ActorJobs.Payloads;
using ActorJobs.Stores;

namespace ActorJobs.Client.Http;

/// <summary>
/// Enqueues, watches and operates jobs by a gateway's HTTP API. A call that returns has made its jobs durable, each
/// once, however often it had to be repeated: every job has an id before it is first sent. Make one for the whole
/// program. Thread-safe.
/// </summary>
/// <remarks>
/// Every call may throw <see cref="GatewayUnavailableException"/>, <see cref="AccessRefusedException"/>,
/// <see cref="StoreBusyException"/>, <see cref="StoreUnavailableException"/> and, for what no version of this client
/// should send, <see cref="RequestRefusedException"/>.
/// </remarks>
public sealed partial class ActorJobsHttpClient : IJobClient, IJobOperations, IDisposable
{
    private const int MaxGroupJobs = 1000;
    private const int MaxGroupBytes = 4 * 1024 * 1024;
    private const int RequestOverheadBytes = 4 * 1024;

    private readonly GatewayClientOptions _options;
    private readonly GatewayCaller _caller;
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="options">Where the gateway is.</param>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message names every fault.</exception>
    public ActorJobsHttpClient(GatewayClientOptions options)
        : this(new HttpClient(HttpConnections.Create()), options) => _ownsHttp = true;

    /// <summary>A client over an HTTP client of the caller's, as the services' registration makes it.</summary>
    /// <param name="http">Used for nothing else, as its time-out is switched off: this client has its own.</param>
    /// <param name="options">Where the gateway is.</param>
    /// <exception cref="ArgumentException">Options are out of their ranges; the message names every fault.</exception>
    public ActorJobsHttpClient(HttpClient http, GatewayClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        _options = OptionRules.Check(options);
        _http = http;
        _http.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        _caller = new GatewayCaller(http, _options);
    }

    /// <summary>
    /// Retries and time-out of jobs that set none are the cluster's, unless
    /// <see cref="GatewayClientOptions.Defaults"/> are set.
    /// </summary>
    public JobDefaults Defaults => _options.Defaults ?? JobDefaults.Standard;

    /// <inheritdoc />
    public IPayloadProtector Protector => _options.Protector;

    /// <summary>Enqueues one job.</summary>
    /// <inheritdoc />
    /// <exception cref="GatewayUnavailableException">No gateway answers.</exception>
    public async ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, EnqueueOptions? options = null, CancellationToken cancellationToken = default) =>
        (await EnqueueManyAsync([JobRequest.For(type, args, options)], cancellationToken))[0];

    /// <summary>Enqueues one job whose arguments are written without reflection.</summary>
    /// <param name="type">Job type.</param>
    /// <param name="args">Arguments.</param>
    /// <param name="argsInfo">How they are written, of a source-generated context.</param>
    /// <param name="options">When, how urgent, how often retried; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting; the job may have been enqueued all the same.</param>
    /// <exception cref="InvalidJobException">The job breaks a rule; the message names every fault.</exception>
    /// <exception cref="GatewayUnavailableException">No gateway answers.</exception>
    public async ValueTask<EnqueueResult> EnqueueAsync<TArgs>(
        string type, TArgs args, JsonTypeInfo<TArgs> argsInfo, EnqueueOptions? options = null,
        CancellationToken cancellationToken = default) =>
        (await EnqueueManyAsync(
            [new JobRequest(type, JsonSerializer.SerializeToUtf8Bytes(args, argsInfo), options)], cancellationToken))[0];

    /// <summary>
    /// Enqueues many jobs in one transaction: all or none. At most 1000, of 4 MiB together;
    /// <see cref="EnqueueInPartsAsync"/> and <see cref="EnqueueStreamAsync"/> take more.
    /// </summary>
    /// <returns>One result per request, in order.</returns>
    /// <exception cref="InvalidJobException">
    /// A job breaks a rule, or all together are too large; the message names every fault.
    /// </exception>
    /// <exception cref="StoreBusyException">Too many writes wait, to the last; nothing was enqueued.</exception>
    /// <exception cref="StoreUnavailableException">The store of the cluster does not answer.</exception>
    /// <exception cref="GatewayUnavailableException">No gateway answers.</exception>
    public async ValueTask<ImmutableArray<EnqueueResult>> EnqueueManyAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var prepared = Prepare(requests);
        var bytes = prepared.Sum(SizeOf);
        if (requests.Count > MaxGroupJobs || (requests.Count > 1 && bytes > MaxGroupBytes))
        {
            throw new InvalidJobException([$"{requests.Count} jobs of about {bytes} bytes are too many for one call, which "
                + $"takes at most {MaxGroupJobs} of {MaxGroupBytes} bytes; enqueue fewer at a time, or call "
                + $"{nameof(EnqueueInPartsAsync)}."]);
        }
        return requests.Count == 0 ? [] : await SendGroupAsync(prepared, cancellationToken);
    }

    /// <summary>
    /// Enqueues any number of jobs, in several transactions one after the other. None is sent when one breaks a rule.
    /// When the call fails on the way, the first of them may be enqueued and the others not: repeat it with the same
    /// ids.
    /// </summary>
    /// <param name="requests">The jobs; each with an <see cref="EnqueueOptions.Id"/> if the call is to be
    /// repeatable.</param>
    /// <param name="cancellationToken">Stops between parts, and waiting.</param>
    /// <returns>One result per request, in order.</returns>
    /// <exception cref="InvalidJobException">A job breaks a rule; the message names the faults of every
    /// job.</exception>
    /// <exception cref="StoreBusyException">Too many writes wait.</exception>
    /// <exception cref="StoreUnavailableException">The store of the cluster does not answer.</exception>
    /// <exception cref="GatewayUnavailableException">No gateway answers.</exception>
    public async ValueTask<ImmutableArray<EnqueueResult>> EnqueueInPartsAsync(
        IReadOnlyList<JobRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var results = ImmutableArray.CreateBuilder<EnqueueResult>(requests.Count);
        var part = new List<JobRequest>();
        var bytes = 0L;
        foreach (var request in Prepare(requests))
        {
            if (part.Count == MaxGroupJobs || (part.Count > 0 && bytes + SizeOf(request) > MaxGroupBytes))
            {
                results.AddRange(await SendGroupAsync(part, cancellationToken));
                part.Clear();
                bytes = 0;
            }
            part.Add(request);
            bytes += SizeOf(request);
        }
        if (part.Count > 0)
        {
            results.AddRange(await SendGroupAsync(part, cancellationToken));
        }
        return results.ToImmutable();
    }

    /// <summary>Closes the connections, if they are the client's own.</summary>
    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    private JobRequest[] Prepare(IReadOnlyList<JobRequest> requests) => RequestPreparation.Prepare(
        requests, Defaults, _options.Defaults is not null, Protector, _options.Time.GetUtcNow());

    /// <summary>Bytes of a job as it is sent, at the most that its keys and tags come to in practice.</summary>
    private static long SizeOf(JobRequest request) => request.Payload.Length + RequestOverheadBytes;

    private async Task<ImmutableArray<EnqueueResult>> SendGroupAsync(
        IReadOnlyList<JobRequest> prepared, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            new GatewayCall(HttpMethod.Post, "api/v1/jobs/group")
            {
                Body = RequestWriter.Array(prepared),
                Enqueues = true,
            },
            ClientJson.Default.GroupModel, cancellationToken);
        return [.. answer.Jobs.Select(job => new EnqueueResult(job.Id, job.State, job.Duplicate))];
    }

    private async Task<T> CallAsync<T>(GatewayCall call, JsonTypeInfo<T> info, CancellationToken cancellationToken) =>
        Read(call, await _caller.SendAsync(call, cancellationToken), info);

    private T Read<T>(GatewayCall call, GatewayAnswer answer, JsonTypeInfo<T> info)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, info) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw new RequestRefusedException((int)answer.Status,
                [$"{_options.Url} answered {call.Method} {call.Path} in a way that this client does not understand: "
                    + $"{fault.Message} See that the address is a gateway's, and of no older version than the client."]);
        }
    }
}
