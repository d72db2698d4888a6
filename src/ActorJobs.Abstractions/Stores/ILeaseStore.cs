namespace ActorJobs.Stores;

/// <summary>
/// Leases: a name that one owner holds at a time, for as long as it is renewed. Whoever holds one reaches the store, which is
/// what parts of a cluster that was cut ask: the part that reaches the store can do work, so it goes on.
/// </summary>
public interface ILeaseStore
{
    /// <summary>Takes a lease that is free, has run out or is the owner's own, by the store's clock.</summary>
    /// <param name="name">What is held: 1 to 256 characters.</param>
    /// <param name="owner">Who holds it: 1 to 256 characters.</param>
    /// <param name="duration">How long it lasts from now unless it is taken again; 1 ms at least.</param>
    /// <param name="cancellationToken">Gives the call up; it is then unknown whether the lease was taken.</param>
    /// <returns>False when another owner holds it.</returns>
    Task<bool> TakeLeaseAsync(string name, string owner, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Who holds a lease now, by the store's clock; null when nobody does.</summary>
    Task<string?> GetLeaseOwnerAsync(string name, CancellationToken cancellationToken);

    /// <summary>Frees a lease if the owner holds it.</summary>
    /// <returns>False when it was not the owner's, or had run out and was taken by another.</returns>
    Task<bool> ReleaseLeaseAsync(string name, string owner, CancellationToken cancellationToken);
}
