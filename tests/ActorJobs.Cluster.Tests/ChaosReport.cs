namespace ActorJobs.Cluster.Tests;

/// <summary>
/// What a run of chaos tells, also while it goes on: to the test's output, and to the file that
/// <c>ACTORJOBS_CHAOS_REPORT</c> names.
/// </summary>
internal sealed class ChaosReport(ITestOutputHelper output) : ITestOutputHelper
{
    private readonly string? _file = Environment.GetEnvironmentVariable("ACTORJOBS_CHAOS_REPORT");

    public void WriteLine(string message)
    {
        output.WriteLine(message);
        if (!string.IsNullOrEmpty(_file))
        {
            File.AppendAllText(_file, message + "\n");
        }
    }

    public void WriteLine(string format, params object[] args) =>
        WriteLine(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args));
}
