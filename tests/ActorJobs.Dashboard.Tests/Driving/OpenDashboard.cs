namespace ActorJobs.Dashboard.Tests.Driving;

/// <summary>One node without keys on PostgreSQL and one Chromium, shared by all tests of a class collection.</summary>
public sealed class OpenDashboard : IAsyncLifetime
{
    private NodeProcess? _node;
    private Chromium? _chromium;

    internal NodeProcess Node => _node!;

    internal NodeApi Api => _node!.Api;

    internal Chromium Browser => _chromium!;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartedAsync(new NoOutput(), TestStore.Postgres, ("WORKER_CONCURRENCY", "8"));
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
        _node?.Dispose();
    }

    private sealed class NoOutput : ITestOutputHelper
    {
        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }
}

[CollectionDefinition(Name)]
public sealed class OpenDashboardCollection : ICollectionFixture<OpenDashboard>
{
    public const string Name = "open dashboard";
}
