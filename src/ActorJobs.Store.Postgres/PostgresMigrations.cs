using System.Globalization;
using System.Text;
using ActorJobs.Stores.Postgres.Connections;

namespace ActorJobs.Stores.Postgres;

/// <summary>The schema as SQL, for administrators who apply it themselves.</summary>
public static class PostgresMigrations
{
    /// <summary>The schema version of this program.</summary>
    public static int Newest => SqlText.Migrations.Count;

    /// <summary>All that leads from an empty database to <see cref="Newest"/>, in one transaction.</summary>
    public static string Script { get; } = Write();

    private static string Write()
    {
        var script = new StringBuilder("BEGIN;\n");
        foreach (var migration in SqlText.Migrations)
        {
            script.Append(SqlText.Read(migration)).Append('\n');
        }
        return script
            .Append(CultureInfo.InvariantCulture, $"UPDATE actorjobs.schema_version SET version = {Newest};\nCOMMIT;\n")
            .ToString();
    }
}
