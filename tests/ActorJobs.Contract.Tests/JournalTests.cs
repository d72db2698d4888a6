using ActorJobs.Hosting;
using ActorJobs.Settings;
using ActorJobs.Stores;
using ActorJobs.Stores.Postgres;
using ActorJobs.Stores.Sqlite;
using ActorJobs.Tests.Servers;
using Akka.Actor;
using Akka.Persistence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorJobs.Contract.Tests;

/// <summary>Persistent actors keep their events where the jobs are, beside an open job store.</summary>
public sealed class JournalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actorjobs-journal-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Events_and_snapshots_survive_the_actor_system_in_the_file_of_the_jobs()
    {
        var path = Path.Combine(_folder.FullName, "jobs.db");
        await using var store = new SqliteJobStore(
            new SqliteStoreOptions { Path = path }, TimeProvider.System, NullLogger<SqliteJobStore>.Instance);
        await store.OpenAsync(CancellationToken.None);

        await ShouldRememberAsync(Read("SQLITE_PATH", path), store);
    }

    [Fact]
    public async Task Events_and_snapshots_survive_the_actor_system_in_the_database_of_the_jobs()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var store = new PostgresJobStore(
            new PostgresStoreOptions { Url = server.Url }, TimeProvider.System, NullLogger<PostgresJobStore>.Instance);
        await store.OpenAsync(CancellationToken.None);

        await ShouldRememberAsync(Read("DATABASE_URL", server.Url), store);

        (await server.AskAsync("SELECT count(*) FROM actorjobs.event_journal")).ShouldBe("5");
    }

    [Fact]
    public async Task Of_two_actors_of_one_identity_the_one_that_wrote_first_again_goes_on_in_the_file()
    {
        var settings = Read("SQLITE_PATH", Path.Combine(_folder.FullName, "events.db"));

        await ShouldFenceAsync(settings);
    }

    [Fact]
    public async Task Of_two_actors_of_one_identity_the_one_that_wrote_first_again_goes_on_in_the_database()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.AskAsync(PostgresMigrations.Script);

        await ShouldFenceAsync(Read("DATABASE_URL", server.Url));
    }

    /// <summary>What keeps two schedulers apart: the journal takes no two events of one number.</summary>
    private static async Task ShouldFenceAsync(NodeSettings settings)
    {
        using var here = ActorSystem.Create("here", JournalHocon.Load(settings));
        using var there = ActorSystem.Create("there", JournalHocon.Load(settings));
        var older = here.ActorOf(Props.Create(() => new Counter()));
        (await older.Ask<int>("add", Patience)).ShouldBe(1);
        var newer = there.ActorOf(Props.Create(() => new Counter()));
        (await newer.Ask<int>("add", Patience)).ShouldBe(2);
        var ended = older.WatchAsync();

        older.Tell("add");

        (await ended.WaitAsync(Patience)).ShouldBeTrue();
        (await newer.Ask<int>("add", Patience)).ShouldBe(3);
        (await here.ActorOf(Props.Create(() => new Counter())).Ask<int>("count", Patience)).ShouldBe(3);
        await Task.WhenAll(here.Terminate(), there.Terminate());
    }

    private static NodeSettings Read(string name, string value) => NodeSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build(), NodeKind.AllInOne).Settings.ShouldNotBeNull();

    private static async Task ShouldRememberAsync(NodeSettings settings, IJobStore store)
    {
        for (var start = 0; start < 2; start++)
        {
            using var system = ActorSystem.Create("journal", JournalHocon.Load(settings));
            var counter = system.ActorOf(Props.Create(() => new Counter()));
            (await counter.Ask<int>("count", Patience)).ShouldBe(start * 3);
            for (var n = 0; n < 3 - start; n++)
            {
                await store.OpenEpochAsync(CancellationToken.None); // both write
                (await counter.Ask<int>("add", Patience)).ShouldBe((start * 3) + n + 1);
            }
            await counter.Ask<string>("snapshot", Patience);
            await system.Terminate();
        }
    }

    private sealed class Counter : ReceivePersistentActor
    {
        private IActorRef _asked = ActorRefs.Nobody;
        private int _count;

        public Counter()
        {
            Recover<string>(_ => _count++);
            Recover<SnapshotOffer>(offer => _count = (int)(long)Convert.ToInt64(offer.Snapshot));
            Command<string>(word => word == "add", _ => Persist("added", _ =>
            {
                _count++;
                Sender.Tell(_count);
            }));
            Command<string>(word => word == "count", _ => Sender.Tell(_count));
            Command<string>(word => word == "snapshot", _ =>
            {
                _asked = Sender;
                SaveSnapshot(_count);
            });
            Command<SaveSnapshotSuccess>(_ => _asked.Tell("saved"));
        }

        public override string PersistenceId => "counter";
    }
}
