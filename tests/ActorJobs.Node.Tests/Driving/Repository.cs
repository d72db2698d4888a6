namespace ActorJobs.Node.Tests.Driving;

/// <summary>The tree these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "ActorJobs.sln"))
        ? folder.FullName
        : Find(folder.Parent ?? throw new InvalidOperationException("ActorJobs.sln is in no folder above the tests."));
}
