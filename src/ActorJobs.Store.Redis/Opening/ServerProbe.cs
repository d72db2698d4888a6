using System.Net.Sockets;
using System.Text;
using ActorJobs.Stores.Redis.Connections;

namespace ActorJobs.Stores.Redis.Opening;

/// <summary>Finds out whether something answers at an address, and whether it is a Redis; the driver cannot tell.</summary>
internal static class ServerProbe
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Says a word of its protocol.</summary>
    /// <exception cref="StoreUnavailableException">Nothing answers.</exception>
    /// <exception cref="StoreConfigurationException">Something else answers.</exception>
    public static async Task AskAsync(
        RedisAddress address, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken).AsTask()
                .WaitAsync(timeout, time, cancellationToken);
            if (address.IsTls)
            {
                // The driver's handshake says the rest.
                return;
            }
            var stream = socket.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
            var answer = new byte[64];
            var length = await stream.ReadAsync(answer, cancellationToken).AsTask()
                .WaitAsync(timeout, time, cancellationToken);
            var text = Encoding.ASCII.GetString(answer, 0, length);
            if (text is not ['+' or '-', ..])
            {
                throw NotRedis(address, inner: null);
            }
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            throw new StoreUnavailableException(
                $"The host of Redis at {address} is not known. Correct {nameof(RedisStoreOptions.Url)} or the name service.",
                RetryAfter, fault);
        }
        catch (Exception fault) when (fault is SocketException or IOException or TimeoutException)
        {
            throw new StoreUnavailableException(
                $"Redis at {address} cannot be reached. Start it, or correct {nameof(RedisStoreOptions.Url)}.", RetryAfter, fault);
        }
    }

    /// <summary>It does not speak Redis' protocol.</summary>
    public static StoreConfigurationException NotRedis(RedisAddress address, Exception? inner) => new(
        $"What answers at {address} is not a Redis. Correct host and port of {nameof(RedisStoreOptions.Url)}; a server that " +
        "wants TLS needs rediss://.", inner);
}
