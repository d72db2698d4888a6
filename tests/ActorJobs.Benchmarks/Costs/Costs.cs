using System.Collections;

namespace ActorJobs.Benchmarks.Costs;

/// <summary>What a store and the way to it have spent so far, by name.</summary>
internal sealed class Costs(IReadOnlyDictionary<string, double> spent) : IEnumerable<KeyValuePair<string, double>>
{
    public static Costs operator -(Costs after, Costs before) =>
        new(after.ToDictionary(cost => cost.Key, cost => cost.Value - before.Spent(cost.Key)));

    public static Costs operator /(Costs costs, double jobs) =>
        new(costs.ToDictionary(cost => cost.Key, cost => cost.Value / jobs));

    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => spent.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private double Spent(string name) => spent[name];
}
