using ActorJobs.Operations;

namespace ActorJobs.Runtime.QueueReader;

/// <summary>Jobs per second of the cluster, from the worker nodes' running totals over the last ten seconds.</summary>
internal sealed class RateWindow
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);
    private readonly Dictionary<NodeId, Queue<(DateTimeOffset At, WorkerReport Report)>> _reports = [];

    public void Add(WorkerReport report, DateTimeOffset now)
    {
        if (!_reports.TryGetValue(report.Node, out var window))
        {
            _reports[report.Node] = window = new();
        }
        window.Enqueue((now, report));
        while (window.Count > 2 && now - window.Peek().At > Span)
        {
            window.Dequeue();
        }
    }

    public void Remove(NodeId node) => _reports.Remove(node);

    public JobRates Rates()
    {
        var (started, succeeded, failed) = (0.0, 0.0, 0.0);
        foreach (var window in _reports.Values)
        {
            var (first, last) = (window.Peek(), window.Last());
            var seconds = Math.Max((last.At - first.At).TotalSeconds, 1);
            started += (Started(last.Report) - Started(first.Report)) / seconds;
            succeeded += (last.Report.Totals.Succeeded - first.Report.Totals.Succeeded) / seconds;
            failed += (last.Report.Totals.Failed - first.Report.Totals.Failed) / seconds;
        }
        return new JobRates(Math.Max(0, started), succeeded, failed);
    }

    private static double Started(WorkerReport report) => report.Totals.Processed + report.Running;
}
