namespace ActorJobs.Benchmarks.Peers;

/// <summary>What a background-job system must do to be measured. Its handler calls <see cref="Handled.One"/>.</summary>
internal interface IPeer
{
    /// <summary>Empties its store; called before <see cref="OpenAsync"/>.</summary>
    Task ResetAsync();

    /// <summary>Connects, and prepares the store where that was not done.</summary>
    Task OpenAsync();

    Task AddAsync(Mail mail);

    Task AddManyAsync(Mail[] mails);

    /// <summary>Starts to run jobs.</summary>
    Task WorkAsync();

    /// <summary>True when the store shows no job that waits or runs.</summary>
    Task<bool> IsDrainedAsync();
}
