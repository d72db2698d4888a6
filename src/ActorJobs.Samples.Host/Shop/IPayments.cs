namespace ActorJobs.Samples.Shop;

/// <summary>The bank.</summary>
public interface IPayments
{
    /// <summary>Charges an order; a second call for one number changes nothing.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when the bank declines.</returns>
    Task<bool> ChargeAsync(Order order, CancellationToken cancellationToken);
}
