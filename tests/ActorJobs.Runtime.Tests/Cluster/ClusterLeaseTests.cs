using ActorJobs.Runtime.Cluster;
using ActorJobs.Stores;

namespace ActorJobs.Runtime.Tests.Cluster;

/// <summary>Who may lead a cluster, and who may make one.</summary>
public sealed class ClusterLeaseTests
{
    private static readonly NodeId First = new("127.0.0.1:1", 1);
    private static readonly NodeId FirstAgain = new("127.0.0.1:1", 2);
    private static readonly NodeId Third = new("127.0.0.1:3", 1);
    private readonly Leases _store = new();

    [Fact]
    public async Task Who_leads_a_cluster_takes_the_lease_of_a_leader_that_was_taken_out_at_once()
    {
        await new ClusterLease(_store, First).TakeToLeadAsync([]);
        var third = new ClusterLease(_store, Third);

        (await third.TakeToLeadAsync([])).ShouldBeFalse();
        (await third.TakeToLeadAsync([First])).ShouldBeTrue();
        (await new ClusterLease(_store, FirstAgain).TakeToFoundAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_left_to_the_rest_of_its_cluster_for_some_looks()
    {
        await new ClusterLease(_store, First).TakeToLeadAsync([]);
        var founder = new ClusterLease(_store, FirstAgain);
        (await founder.TakeToFoundAsync()).ShouldBeFalse();
        _store.Expire();

        (await founder.TakeToFoundAsync()).ShouldBeFalse();
        (await new ClusterLease(_store, Third).TakeToLeadAsync([])).ShouldBeTrue();

        for (var look = 0; look < 10; look++)
        {
            (await founder.TakeToFoundAsync()).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_cluster_is_made_at_once_where_there_was_none_and_after_a_while_where_none_is_left()
    {
        (await new ClusterLease(_store, First).TakeToFoundAsync()).ShouldBeTrue();
        await new ClusterLease(_store, First).UnmarkAloneAsync();
        var founder = new ClusterLease(_store, FirstAgain);
        (await founder.TakeToFoundAsync()).ShouldBeFalse();
        _store.Expire();

        var looks = 1;
        while (!await founder.TakeToFoundAsync())
        {
            (++looks).ShouldBeLessThan(10);
        }
        looks.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_lone_node_that_crashed_is_followed_at_once()
    {
        await new ClusterLease(_store, First).TakeToFoundAsync();

        (await new ClusterLease(_store, FirstAgain).TakeToFoundAsync()).ShouldBeTrue();
    }

    private sealed class Leases : ILeaseStore
    {
        private readonly Dictionary<string, string> _owners = [];

        /// <summary>All but marks run out.</summary>
        public void Expire() => _owners.Remove("cluster");

        public Task<bool> TakeLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken)
        {
            _owners.TryAdd(name, owner);
            return Task.FromResult(_owners[name] == owner);
        }

        public Task<bool> ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken)
        {
            return Task.FromResult(_owners.GetValueOrDefault(name) == owner && _owners.Remove(name));
        }

        public Task<string?> GetLeaseOwnerAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult(_owners.GetValueOrDefault(name));
    }
}
