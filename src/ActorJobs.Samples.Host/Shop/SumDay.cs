using ActorJobs.Handlers;

namespace ActorJobs.Samples.Shop;

/// <summary>Sums up what was charged.</summary>
public sealed class SumDay(Ledger ledger) : IJobHandler<SumArgs>
{
    /// <inheritdoc/>
    public Task HandleAsync(SumArgs args, IJobContext context, CancellationToken cancellationToken)
    {
        context.SetResult(new { Orders = ledger.Charges.Count, Amount = ledger.Charges.Sum(order => order.Amount) });
        return Task.CompletedTask;
    }
}
