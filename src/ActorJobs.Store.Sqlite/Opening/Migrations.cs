using ActorJobs.Stores.Sqlite.Connections;

namespace ActorJobs.Stores.Sqlite.Opening;

/// <summary>Brings the schema to the version of this program.</summary>
internal static class Migrations
{
    /// <summary>The version of this program.</summary>
    public static int Newest => SqlText.Migrations.Count;

    /// <summary>Applies what is missing, all in one transaction.</summary>
    /// <returns>The version found; 0 for a new file.</returns>
    /// <exception cref="StoreConfigurationException">The file was written by a newer program.</exception>
    public static int Apply(Connection db, string path)
    {
        db.Run("BEGIN IMMEDIATE");
        db.Run(SqlText.Statement("schema_version_create"));
        var found = Version(db);
        if (found > Newest)
        {
            db.Abandon();
            throw new StoreConfigurationException(
                $"'{path}' has schema version {found}, but this program knows versions up to {Newest}. Run the newer " +
                "program that wrote it, or name another file.");
        }
        for (var version = found + 1; version <= Newest; version++)
        {
            db.Run(SqlText.Read(SqlText.Migrations[version - 1]));
            _ = db["schema_version_set"].Start().Bind(1, version).Execute();
        }
        // Written even when nothing is missing, to find out now whether the file can be.
        db.Run("UPDATE schema_version SET version = version; COMMIT");
        return found;
    }

    private static int Version(Connection db)
    {
        var row = db["schema_version_get"].Start();
        _ = row.Step();
        var version = row.Int(0);
        row.Reset();
        return version;
    }
}
