using ActorJobs.Client;
using ActorJobs.Handlers;
using ActorJobs.Hosting;
using ActorJobs.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorJobs.Packages.Tests.PlugIns;

/// <summary>What a folder of handlers may hold, and what is said of one that cannot be used.</summary>
public sealed class PlugInFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-handlers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Two_plug_ins_bring_two_versions_of_a_library()
    {
        foreach (var (name, version) in (ReadOnlySpan<(string, int)>)[("Old", 1), ("New", 2)])
        {
            var words = new Library(
                "Words", $"public static class Words {{ public static int Now => {version}; }}", $"{version}.0.0.0");
            new Library(name, Library.Handler(name, name.ToLowerInvariant(), "Words.Now"), references: words)
                .Publish(In(name), words);
        }

        await using var jobs = await JobTestHost.StartAsync(host => host.AddJobsFromFolder(_folder.FullName));
        var (older, newer) = (await jobs.Client.EnqueueAsync("old", new { }), await jobs.Client.EnqueueAsync("new", new { }));
        await jobs.RunToIdleAsync();

        (await jobs.JobAsync(older.Id)).Result<int>().ShouldBe(1);
        (await jobs.JobAsync(newer.Id)).Result<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_module_says_what_is_added_and_brings_services()
    {
        new Library("Shop", Library.Handler("Order", "order", "Price.Text") + Library.Handler("Left", "left_out") + """
            public static class Price { public static string Text = "none"; }
            public sealed class ShopModule : IJobModule
            {
                public void Register(ActorJobsBuilder jobs) { Price.Text = "set"; jobs.AddJob<Order>(); }
            }
            """).Publish(_folder.FullName); // the folder is the plug-in itself

        await using var jobs = await JobTestHost.StartAsync(host => host.AddJobsFromFolder(_folder.FullName));
        var order = await jobs.Client.EnqueueAsync("order", new { });
        var left = await jobs.Client.EnqueueAsync("left_out", new { });
        await jobs.RunToIdleAsync();

        (await jobs.JobAsync(order.Id)).Result<string>().ShouldBe("set");
        (await jobs.JobAsync(left.Id)).State.ShouldNotBe(JobState.Succeeded);
    }

    [Fact]
    public void A_folder_that_is_not_there_or_is_empty_is_told()
    {
        FaultsOf(In("nowhere")).ShouldBe([$"The folder of handlers '{In("nowhere")}' does not exist; make it, or name another."]);
        FaultsOf(_folder.FullName).ShouldBe([
            $"The folder of handlers '{_folder.FullName}' holds none; publish a class library into a folder in it, or name another.",
        ]);
    }

    [Fact]
    public void Every_file_that_cannot_be_used_is_named_with_what_to_do()
    {
        new Library("Bare", Library.Handler("Bare", "bare")).Write(In("a-bare"));
        var empty = new Library("Empty", "public sealed class Nothing;").Publish(In("b-empty"));
        var broken = new Library("Broken", "").Publish(In("c-broken"));
        File.WriteAllText(broken, "not an assembly");
        var newer = NewerThanThis().Publish(In("d-newer"));
        var failing = new Library("Failing", """
            public sealed class FailingModule : IJobModule
            {
                public void Register(ActorJobsBuilder jobs) => throw new InvalidOperationException("MAILER_URL is not set.");
            }
            """).Publish(In("e-failing"));
        var parts = new Library("Parts", "public class Part { }");
        var missing = new Library("Missing", "public sealed class Whole : Part { }", references: parts).Publish(In("f-missing"));
        var has = typeof(IJobModule).Assembly.GetName().Version;

        var faults = FaultsOf(_folder.FullName);

        faults[..5].ShouldBe([
            $"'{In("a-bare")}' has assemblies but no *.deps.json that tells what they need; copy the whole output of dotnet publish there.",
            $"'{empty}' has no handlers; let a class in it implement IJobHandler<TArgs>, or take it out of the folder.",
            $"'{broken}' is no .NET assembly that this program can load; copy the whole output of dotnet publish there.",
            $"'{newer}' was built against ActorJobs.Abstractions 9.1.0.0, but this program has {has}; upgrade this program, or build the " +
                $"handlers against {has}.",
            $"'{failing}': its module FailingModule failed: InvalidOperationException: MAILER_URL is not set.",
        ]);
        faults[5].ShouldStartWith($"'{missing}' cannot be loaded: Could not load file or assembly 'Parts, Version=1.0.0.0");
        faults[5].ShouldEndWith("Copy the whole output of dotnet publish there.");
        faults.Length.ShouldBe(6);
    }

    [Fact]
    public async Task Two_handlers_for_one_type_are_told_with_their_files()
    {
        var one = new Library("One", Library.Handler("SendMail", "send_mail")).Publish(In("one"));
        var two = new Library("Two", Library.Handler("MailSender", "send_mail")).Publish(In("two"));

        var fault = await Should.ThrowAsync<InvalidHandlersException>(
            () => JobTestHost.StartAsync(host => host.AddJobsFromFolder(_folder.FullName)));

        fault.Faults.ShouldBe([$"Job type 'send_mail' has 2 handlers (SendMail of '{one}', MailSender of '{two}'); register one."]);
    }

    private static Library NewerThanThis()
    {
        var tomorrow = new Library("ActorJobs.Abstractions", """
            namespace ActorJobs.Handlers { public interface INewHandler { } }
            """, "9.1.0.0", new Library("ActorJobs.Abstractions", "namespace ActorJobs.Handlers { }"));
        return new Library("Newer", "public sealed class Later : ActorJobs.Handlers.INewHandler { }", references: tomorrow);
    }

    private static string[] FaultsOf(string folder) => [.. Should.Throw<InvalidHandlersException>(
        () => new ActorJobsBuilder(new ServiceCollection()).AddJobsFromFolder(folder)).Faults];

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
