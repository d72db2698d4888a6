using System.Net.Sockets;
using ActorJobs.Handlers;
using ActorJobs.Hosting;
using ActorJobs.Schedules;
using ActorJobs.Stores;
using Microsoft.AspNetCore.Connections;

namespace ActorJobs.Nodes;

/// <summary>
/// Runs a node until it is stopped, and turns what may prevent it into one clear line and an exit code.
/// </summary>
internal static class NodeRun
{
    public static async Task<int> ToItsEndAsync(Func<IHost> build)
    {
        try
        {
            using var host = build();
            await StartAsync(host);
            await host.WaitForShutdownAsync();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Stopped; // stopped while it waited for its store
        }
        catch (InvalidScheduleException fault)
        {
            return await SayAsync($"mend the file that SCHEDULES_FILE names. {fault.Message}", ExitCodes.BadSettings);
        }
        catch (StoreConfigurationException fault)
        {
            return await SayAsync(fault.Message, ExitCodes.BadStore);
        }
        catch (InvalidHandlersException fault)
        {
            return await SayAsync(fault.Message, ExitCodes.BadSettings);
        }
        catch (Exception fault) when (Causes(fault).Any(cause => cause is AddressInUseException or SocketException))
        {
            return await SayAsync(
                $"An address cannot be bound: {Causes(fault).Last().Message}. Free it, or set GATEWAY_URL or CLUSTER_PORT to another.",
                ExitCodes.CannotListen);
        }
    }

    /// <summary>
    /// What had started when something failed is stopped in order, not torn from under those that use it.
    /// </summary>
    private static async Task StartAsync(IHost host)
    {
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await host.StopAsync();
            throw;
        }
    }

    private static async Task<int> SayAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"ActorJobs cannot start: {message}");
        return code;
    }

    private static IEnumerable<Exception> Causes(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
