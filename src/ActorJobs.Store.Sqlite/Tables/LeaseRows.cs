using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Tables;

/// <summary>Leases.</summary>
internal static class LeaseRows
{
    /// <summary>Takes or renews a lease; false when another holds it.</summary>
    public static bool Take(Connection db, string name, string owner, (DateTimeOffset Now, DateTimeOffset Until) held) =>
        db["leases_take"].Start().Bind(1, name).Bind(2, owner)
            .Bind(3, held.Until.ToUnixTimeMilliseconds()).Bind(4, held.Now.ToUnixTimeMilliseconds()).Execute() > 0;

    /// <summary>Who holds a lease; null when nobody does.</summary>
    public static string? Owner(Connection db, string name, DateTimeOffset now)
    {
        var row = db["leases_owner"].Start().Bind(1, name).Bind(2, now.ToUnixTimeMilliseconds());
        return row.Step() ? row.Text(0) : null;
    }

    /// <summary>Frees a lease; false when it was not the owner's.</summary>
    public static bool Release(Connection db, string name, string owner) =>
        db["leases_release"].Start().Bind(1, name).Bind(2, owner).Execute() > 0;
}
