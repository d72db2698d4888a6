namespace ActorJobs.Cli.Tests.Driving;

/// <summary>A real node that all tests of the collection talk to, each with jobs of its own tag.</summary>
public sealed class SharedNode : IAsyncLifetime
{
    internal NodeProcess Node { get; } = new(output: null);

    internal Cli Cli => new(Node.Api.Url);

    public Task InitializeAsync() => Node.StartAsync();

    public Task DisposeAsync()
    {
        Node.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>Tests over one node, one at a time: some pause the queue.</summary>
[CollectionDefinition(Name)]
public sealed class SharedNodeCollection : ICollectionFixture<SharedNode>
{
    public const string Name = "shared node";
}
