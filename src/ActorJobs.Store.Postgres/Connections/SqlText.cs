using System.Reflection;

namespace ActorJobs.Stores.Postgres.Connections;

/// <summary>The statements of this provider, each a file below <c>Sql/</c> embedded under its name.</summary>
internal static class SqlText
{
    private const string MigrationFolder = "migrations/";

    private static readonly Assembly Source = typeof(SqlText).Assembly;

    /// <summary>Names of all statements, migrations left out.</summary>
    public static IEnumerable<string> Names => Source.GetManifestResourceNames()
        .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && !IsMigration(name))
        .Select(name => name[..^".sql".Length]);

    /// <summary>Migrations in order; the number at the start of a file's name is the version it leads to.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
        [.. Source.GetManifestResourceNames().Where(IsMigration).Order(StringComparer.Ordinal)];

    /// <summary>The text of a statement.</summary>
    public static string Statement(string name) => Read(name + ".sql");

    /// <summary>The text of a resource.</summary>
    public static string Read(string resource)
    {
        using var stream = Source.GetManifestResourceStream(resource)
            ?? throw new ArgumentException($"No statement '{resource}' is embedded.", nameof(resource));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static bool IsMigration(string name) =>
        name.Replace('\\', '/').StartsWith(MigrationFolder, StringComparison.Ordinal);
}
