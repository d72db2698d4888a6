namespace ActorJobs.Samples.Shop;

/// <summary>A bank in memory, which declines what is above its limit.</summary>
internal sealed class SamplePayments(Ledger ledger) : IPayments
{
    private const decimal Limit = 1000;

    public Task<bool> ChargeAsync(Order order, CancellationToken cancellationToken)
    {
        if (order.Amount > Limit)
        {
            return Task.FromResult(false);
        }
        ledger.Charge(order);
        return Task.FromResult(true);
    }
}
