namespace ActorJobs.Cli;

/// <summary>How the program ends. <c>docs/cli.md</c> lists them; never change one.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int No = 1;
    public const int Usage = 2;
    public const int Store = 3;
    public const int Gateway = 4;
    public const int Access = 5;
    public const int TimeOver = 6;
    public const int Interrupted = 130;

    /// <summary>Every code with its meaning.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Done, "done"),
        (No, "the answer is no: no such job or schedule, the change does not apply, the job waited for did not succeed, a job "
            + "was rejected, the queue is not healthy"),
        (Usage, "the command line or the settings are not valid; nothing was done"),
        (Store, "the store cannot be used now: it is away, too busy, or (migrate) not as configured"),
        (Gateway, "no gateway answers"),
        (Access, "the gateway wants another key"),
        (TimeOver, "the time to wait was over before the job had ended"),
        (Interrupted, "stopped by Ctrl-C"),
    ];
}
