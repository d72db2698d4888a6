using System.Reflection;
using System.Text.RegularExpressions;
using ActorJobs.Hosting;
using ActorJobs.Rules;
using ActorJobs.Runtime.Cluster;
using ActorJobs.Runtime.Dispatching;
using ActorJobs.Runtime.Housekeeping;
using ActorJobs.Runtime.QueueReader;
using ActorJobs.Settings;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;
using RunnerSettings = ActorJobs.Runtime.Worker.WorkerSettings;
using TimerSettings = ActorJobs.Runtime.Scheduler.SchedulerSettings;

namespace ActorJobs.Contract.Tests;

public sealed partial class HoconTests
{
    private static readonly NodeSettings Settings =
        NodeSettings.Read(new ConfigurationBuilder().Build(), NodeKind.AllInOne).Settings.ShouldNotBeNull();

    private static readonly Config Hocon = NodeHocon.Load(Settings);

    [Fact]
    public void The_readers_defaults_are_those_of_the_file() =>
        RuntimeSettings.Reader(Hocon, Settings).ShouldBe(new ReaderSettings());

    [Fact]
    public void The_workers_defaults_are_those_of_the_file()
    {
        var worker = RuntimeSettings.Worker(Hocon, Settings);
        var expected = new RunnerSettings { Priorities = worker.Priorities, Workers = worker.Workers };
        worker.Priorities.ShouldBe(Names.Priorities);
        worker.ShouldBe(expected);
    }

    [Fact]
    public void The_house_keepings_defaults_are_those_of_the_file() =>
        RuntimeSettings.Housekeeping(Hocon, Settings).ShouldBe(new HousekeepingSettings());

    [Fact]
    public void The_schedulers_defaults_are_those_of_the_file() =>
        RuntimeSettings.Scheduler(Hocon, Settings).ShouldBe(new TimerSettings());

    [Fact]
    public void The_crash_watchs_defaults_are_those_of_the_file() =>
        RuntimeSettings.CrashWatch(Hocon).ShouldBe(new CrashWatchSettings());

    [Theory]
    [InlineData("crash-watch", typeof(CrashWatchSettings))]
    [InlineData("reader", typeof(ReaderSettings))]
    [InlineData("worker", typeof(RunnerSettings))]
    [InlineData("housekeeping", typeof(HousekeepingSettings))]
    [InlineData("scheduler", typeof(TimerSettings))]
    public void Every_key_of_the_file_is_a_member_of_its_settings(string section, Type settings)
    {
        var members = settings.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Concat(typeof(RetryPolicy).GetProperties().Where(_ => section == "worker"))
            .Select(property => Kebab(property.Name)).ToArray();
        foreach (var (key, _) in Hocon.GetConfig($"actorjobs.{section}").AsEnumerable())
        {
            members.ShouldContain(key.Replace("retry-", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Whoever_decides_who_is_alive_has_threads_of_its_own()
    {
        foreach (var dispatcher in (string[])
            ["akka.actor.internal-dispatcher", "akka.actor.default-dispatcher", "akka.remote.default-remote-dispatcher"])
        {
            Type.GetType(Hocon.GetString($"{dispatcher}.executor")).ShouldBe(typeof(ThreadsExecutorConfigurator));
            Hocon.GetInt($"{dispatcher}.threads").ShouldBeGreaterThan(1);
        }
    }

    private static string Kebab(string name) =>
        WordStart().Replace(name, match => (match.Index > 0 ? "-" : "") + match.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordStart();
}
