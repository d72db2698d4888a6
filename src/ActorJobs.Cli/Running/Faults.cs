using ActorJobs.Client;
using ActorJobs.Schedules;
using ActorJobs.Stores;

namespace ActorJobs.Cli.Running;

/// <summary>What may go wrong, as one line and an exit code.</summary>
internal static class Faults
{
    /// <summary>The exit code; null for a fault of this program, which is to be seen whole.</summary>
    public static int? CodeOf(Exception fault, CancellationToken cancellationToken) => fault switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => ExitCodes.Interrupted,
        GatewayUnavailableException => ExitCodes.Gateway,
        AccessRefusedException => ExitCodes.Access,
        StoreBusyException or StoreUnavailableException or StoreConfigurationException => ExitCodes.Store,
        InvalidJobException or InvalidScheduleException or UsageException => ExitCodes.Usage,
        RequestRefusedException { Status: 400 or 413 or 415 } => ExitCodes.Usage,
        RequestRefusedException or IOException or UnauthorizedAccessException => ExitCodes.No,
        _ => null,
    };

    /// <summary>The line; empty for what the user did on purpose.</summary>
    public static string LineOf(Exception fault) => fault switch
    {
        OperationCanceledException => "",
        AccessRefusedException { Status: 401 } =>
            $"The gateway wants a key; give one by {GlobalOptions.KeyVariable} or --key.",
        _ => fault.Message.ReplaceLineEndings(" "),
    };
}
