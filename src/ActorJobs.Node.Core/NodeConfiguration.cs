namespace ActorJobs.Nodes;

/// <summary>
/// Where settings come from: environment first, then <c>appsettings.json</c> in the working folder, then beside the
/// program.
/// </summary>
internal static class NodeConfiguration
{
    private const string File = "appsettings.json";

    public static IConfiguration Load(string programFolder) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(programFolder, File), optional: true)
        .AddJsonFile(Path.GetFullPath(File), optional: true)
        .AddEnvironmentVariables()
        .Build();
}
