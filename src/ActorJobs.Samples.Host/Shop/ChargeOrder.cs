using ActorJobs.Client;
using ActorJobs.Handlers;

namespace ActorJobs.Samples.Shop;

/// <summary>
/// Charges an order and has its receipt sent: the receipt's job exists when the charge is recorded, or not at all. It may run twice,
/// so the bank is given the order's number and charges it once.
/// </summary>
public sealed class ChargeOrder(IPayments payments) : IJobHandler<Order>
{
    /// <inheritdoc/>
    public async Task HandleAsync(Order args, IJobContext context, CancellationToken cancellationToken)
    {
        if (!await payments.ChargeAsync(args, cancellationToken))
        {
            throw new JobErrorException(ErrorClass.Permanent, $"The bank declines order {args.Number}; another try would not help.");
        }
        context.Enqueue(new Receipt(args.Number, args.Customer));
    }
}
