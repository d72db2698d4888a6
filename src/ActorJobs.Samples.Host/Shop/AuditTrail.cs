using ActorJobs.Handlers;

namespace ActorJobs.Samples.Shop;

/// <summary>Stands around every handler and notes what became of each attempt.</summary>
public sealed class AuditTrail(Ledger ledger) : IJobMiddleware
{
    /// <inheritdoc/>
    public async Task InvokeAsync(IJobContext context, JobStep next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(next);
        try
        {
            await next(cancellationToken);
            ledger.Note($"{context.Type} {context.Attempt} done");
        }
        catch (Exception fault)
        {
            ledger.Note($"{context.Type} {context.Attempt} {fault.GetType().Name}");
            throw;
        }
    }
}
