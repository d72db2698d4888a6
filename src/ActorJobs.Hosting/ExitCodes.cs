namespace ActorJobs.Hosting;

/// <summary>What an ended node says to its supervisor.</summary>
public static class ExitCodes
{
    /// <summary>A requested stop.</summary>
    public const int Stopped = 0;

    /// <summary>An unexpected error.</summary>
    public const int Crashed = 1;

    /// <summary>Settings are not valid; every fault was named.</summary>
    public const int BadSettings = 2;

    /// <summary>The store cannot be used as configured.</summary>
    public const int BadStore = 3;

    /// <summary>The address of the gateway or the cluster is taken or cannot be bound.</summary>
    public const int CannotListen = 4;

    /// <summary>The cluster removed this node; start it again.</summary>
    public const int Downed = 5;
}
