using System.Reflection;
using PublicApiGenerator;

namespace ActorJobs.Packages.Tests.PublicApi;

/// <summary>What users of the libraries can see stands in text files, so that a change of it is seen in review.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "ACTORJOBS_ACCEPT_API";

    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Libraries =>
    [
        "ActorJobs.Abstractions", "ActorJobs.Client.Cluster", "ActorJobs.Client.Http", "ActorJobs.Encryption", "ActorJobs.Hosting",
        "ActorJobs.Runtime", "ActorJobs.Scheduling", "ActorJobs.Settings", "ActorJobs.Store.Postgres", "ActorJobs.Store.Redis",
        "ActorJobs.Store.Sqlite", "ActorJobs.Testing",
    ];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_api_is_the_reviewed_one(string library)
    {
        var path = Path.Combine(Repository.Root, "tests", "ActorJobs.Packages.Tests", "PublicApi", $"{library}.txt");
        var api = Assembly.Load(library).GeneratePublicApi(Options).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, api);
        }
        var reviewed = File.Exists(path) ? File.ReadAllText(path) : "";

        (api == reviewed).ShouldBeTrue(
            $"The public API of {library} is not the reviewed one:\n{Difference(reviewed, api)}\n" +
            $"If that is meant, accept it and commit the file: {Accept}=1 dotnet test tests/ActorJobs.Packages.Tests --filter PublicApi");
    }

    private static string Difference(string reviewed, string api)
    {
        var (before, now) = (reviewed.Split('\n'), api.Split('\n'));
        return string.Join('\n', before.Except(now).Select(line => $"- {line.Trim()}")
            .Concat(now.Except(before).Select(line => $"+ {line.Trim()}")));
    }
}
