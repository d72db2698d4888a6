using System.Runtime.InteropServices;

namespace ActorJobs.Node.Tests.Driving;

/// <summary>The signals tests send, with their numbers.</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>Sends signals to processes.</summary>
internal static class Signals
{
    public static void Send(int process, Signal signal) => kill(process, (int)signal).ShouldBe(0);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
