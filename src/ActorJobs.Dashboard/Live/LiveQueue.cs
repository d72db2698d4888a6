using System.Collections.Immutable;
using ActorJobs.Operations;
using ActorJobs.Stores;

namespace ActorJobs.Dashboard.Live;

/// <summary>The view that every page shares: one read of counts, cluster and pauses a second for all tabs of this process.</summary>
internal sealed class LiveQueue(SharedPolls polls, IJobQueries queries, IClusterStatus cluster, TimeProvider time)
{
    /// <summary>Points kept: five minutes.</summary>
    public const int MaxPoints = 150;

    private const int SampleSize = 50;
    private const int MaxChanges = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxGap = TimeSpan.FromMinutes(5);

    // Touched by the one poll only.
    private ImmutableArray<LivePoint> _points = [];
    private ImmutableArray<NodeChange> _changes = [];
    private ImmutableArray<NodeStatus> _nodes = [];
    private bool _isOdd;

    /// <summary>Told once a second until the answer is disposed.</summary>
    public IDisposable Watch(Action<Seen<LiveView>> seen) => polls.Watch("live", Interval, ReadAsync, seen);

    private async Task<LiveView> ReadAsync(CancellationToken cancellationToken)
    {
        var counting = queries.CountAsync(cancellationToken);
        var pauses = queries.GetPausesAsync(cancellationToken);
        var reader = await cluster.GetReaderAsync(cancellationToken);
        var nodes = await cluster.GetNodesAsync(cancellationToken);
        var now = time.GetUtcNow();
        NoteChanges(nodes, now);
        var view = new LiveView(now, await counting, reader, nodes, await pauses, _points, _changes);
        _isOdd = !_isOdd;
        return _isOdd ? view with { Points = await AddPointAsync(view, cancellationToken) } : view;
    }

    // Every other second.
    private async Task<ImmutableArray<LivePoint>> AddPointAsync(LiveView view, CancellationToken cancellationToken)
    {
        var last = _points.IsEmpty ? view.At - MaxGap : _points[^1].At;
        var ended = await queries.ListAsync(new JobFilter(JobState.Succeeded), before: null, SampleSize, cancellationToken);
        var point = new LivePoint(view.At, view.Reader.Rates, view.Utilization,
            [.. Names.Priorities.Select(view.Depth)], LatencySample.Of(ended.Jobs, last));
        if (view.At - last >= MaxGap)
        {
            _points = [];
        }
        _points = [.. _points.Skip(Math.Max(0, _points.Length + 1 - MaxPoints)), point];
        return _points;
    }

    private void NoteChanges(ImmutableArray<NodeStatus> nodes, DateTimeOffset now)
    {
        var before = _nodes.ToDictionary(node => node.Node, node => node.Status);
        var changes = nodes.Where(node => before.GetValueOrDefault(node.Node) != node.Status)
            .Select(node => new NodeChange(now, node.Node, node.Status))
            .Concat(_nodes.Where(node => nodes.All(other => other.Node != node.Node))
                .Select(node => new NodeChange(now, node.Node, "removed")))
            .ToList();
        // The members found at the first look did not come just then.
        if (_nodes.Length > 0 && changes.Count > 0)
        {
            _changes = [.. changes.Concat(_changes).Take(MaxChanges)];
        }
        _nodes = nodes;
    }
}
