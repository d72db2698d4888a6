using System.Collections.Immutable;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Settings;
using ActorJobs.Stores;
using Akka.Actor;
using Akka.Cluster.Tools.Client;
using static ActorJobs.Runtime.Client.JobClientProtocol;

namespace ActorJobs.Client.Cluster;

/// <summary>
/// Asks the client actor of whichever node there is contact with, again and again until it answers or the time of the
/// call is over. What is asked must be safe to repeat.
/// </summary>
internal sealed class ClusterCaller : IAsyncDisposable
{
    private const string ClientActor = "/user/" + ClusterNames.JobClient;
    private static readonly TimeSpan RetryLater = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ClusterClientOptions _options;
    private readonly ImmutableArray<HostAndPort> _contacts;
#pragma warning disable CA2213 // calls that end after the client give their places back; it holds no handle
    private readonly SemaphoreSlim _places;
#pragma warning restore CA2213
    private readonly ActorSystem _system;
    private readonly Lock _renewing = new();
    private IActorRef _contact;
    private long _answeredAt;
    private string? _refusal;
    private int _disposed;

    public ClusterCaller(ClusterClientOptions options)
    {
        var (contacts, certificates) = OptionRules.Check(options);
        (_options, _contacts) = (options, contacts);
        _places = new SemaphoreSlim(options.MaxConcurrentCalls);
        _system = ClientSystem.Start(options, contacts, certificates, reason => Volatile.Write(ref _refusal, reason));
        _contact = ClientSystem.StartContact(_system, contacts);
        _answeredAt = Environment.TickCount64;
    }

    /// <summary>Asks.</summary>
    /// <returns>An answer that is not <see cref="Unavailable"/>.</returns>
    /// <exception cref="StoreBusyException">Too many writes waited, to the last.</exception>
    /// <exception cref="StoreUnavailableException">The store was away, to the last.</exception>
    /// <exception cref="ClusterUnavailableException">No node answered.</exception>
    public async Task<IReply> AskAsync(object message, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        var deadline = Environment.TickCount64 + (long)_options.Timeout.TotalMilliseconds;
        if (!await _places.WaitAsync(_options.Timeout, cancellationToken))
        {
            throw Unreached();
        }
        try
        {
            return await AskUntilAsync(message, deadline, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _system.Terminate();
            _system.Dispose();
        }
    }

    private async Task<IReply> AskUntilAsync(object message, long deadline, CancellationToken cancellationToken)
    {
        Unavailable? last = null;
        while (Left(deadline) is { Ticks: > 0 } left && Volatile.Read(ref _disposed) == 0)
        {
            var patience = left < _options.AttemptTimeout ? left : _options.AttemptTimeout;
            switch (await AskOnceAsync(message, patience, cancellationToken))
            {
                case Unavailable away:
                    last = away;
                    var pause = away.RetryAfter < LongestPause ? away.RetryAfter : LongestPause;
                    if (pause >= Left(deadline))
                    {
                        throw Refused(last);
                    }
                    await Task.Delay(pause, cancellationToken);
                    break;
                case { } reply:
                    return reply;
                default:
                    RenewContact();
                    break;
            }
        }
        throw last is null ? Unreached() : Refused(last);
    }

    private async Task<IReply?> AskOnceAsync(
        object message, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await Volatile.Read(ref _contact).Ask<IReply>(
                new ClusterClient.Send(ClientActor, message, localAffinity: true), patience, cancellationToken);
            Volatile.Write(ref _answeredAt, Environment.TickCount64);
            return reply;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private static TimeSpan Left(long deadline) => TimeSpan.FromMilliseconds(deadline - Environment.TickCount64);

    /// <summary>
    /// Starts anew with the contacts of the options when nobody has answered for long: all nodes that were learned may
    /// be gone, and the cluster client asks no others.
    /// </summary>
    private void RenewContact()
    {
        lock (_renewing)
        {
            var silent = Environment.TickCount64 - _answeredAt;
            if (silent < 3 * _options.AttemptTimeout.TotalMilliseconds || Volatile.Read(ref _disposed) != 0)
            {
                return;
            }
            _system.Stop(_contact);
            Volatile.Write(ref _contact, ClientSystem.StartContact(_system, _contacts));
            _answeredAt = Environment.TickCount64;
        }
    }

    private static Exception Refused(Unavailable away) => away.IsBusy
        ? new StoreBusyException(away.Reason, away.RetryAfter)
        : new StoreUnavailableException(away.Reason, away.RetryAfter);

    private ClusterUnavailableException Unreached()
    {
        var why = Volatile.Read(ref _refusal) is { } refusal ? $" The certificate of a node {refusal}." : "";
        return new ClusterUnavailableException(
            $"No node of the cluster answered within {_options.Timeout.TotalSeconds:0.#} s; asked by way of "
            + $"{string.Join(", ", _contacts)}.{why} Whether the jobs were enqueued is unknown; "
            + "repeat with the same ids.",
            RetryLater);
    }
}
