using System.Collections.Concurrent;

namespace ActorJobs.Samples.Shop;

/// <summary>What the shop did, in memory. Thread-safe.</summary>
public sealed class Ledger
{
    private readonly ConcurrentDictionary<int, Order> _charges = new();
    private readonly ConcurrentQueue<Receipt> _receipts = new();
    private readonly ConcurrentQueue<string> _trail = new();

    /// <summary>Orders that were charged, each once.</summary>
    public IReadOnlyCollection<Order> Charges => [.. _charges.Values];

    /// <summary>Receipts that were sent.</summary>
    public IReadOnlyCollection<Receipt> Receipts => [.. _receipts];

    /// <summary>What became of each attempt, in order.</summary>
    public IReadOnlyCollection<string> Trail => [.. _trail];

    /// <summary>Notes a charge; once per order.</summary>
    public void Charge(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        _charges.TryAdd(order.Number, order);
    }

    /// <summary>Notes a receipt.</summary>
    public void Sent(Receipt receipt) => _receipts.Enqueue(receipt);

    /// <summary>Notes what became of an attempt.</summary>
    public void Note(string line) => _trail.Enqueue(line);
}
