using ActorJobs.Handlers;

namespace ActorJobs.Samples.Shop;

/// <summary>Sends a receipt.</summary>
public sealed class SendReceipt(Ledger ledger) : IJobHandler<Receipt>
{
    /// <inheritdoc/>
    public Task HandleAsync(Receipt args, IJobContext context, CancellationToken cancellationToken)
    {
        ledger.Sent(args);
        context.Log($"Receipt of order {args.Order} sent to {args.Customer}.");
        return Task.CompletedTask;
    }
}
