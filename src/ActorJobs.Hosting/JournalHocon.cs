using System.Data.Common;
using ActorJobs.Settings;
using Akka.Configuration;
using Akka.Persistence.Sql;
using LinqToDB;

namespace ActorJobs.Hosting;

/// <summary>
/// Where persistent actors keep their events: where the jobs are. On Redis in logs of the job store itself; in the database of
/// DATABASE_URL, in the schema of the job store; or else in the file SQLITE_PATH. Nothing is opened before the first persistent
/// actor starts.
/// </summary>
internal static class JournalHocon
{
    private const string Schema = "actorjobs";

    private const string Log = """
        akka.persistence.journal.plugin = "actorjobs.event-log.journal"
        akka.persistence.snapshot-store.plugin = "actorjobs.event-log.snapshots"
        """;

    /// <summary>Whether events are kept in logs of the job store.</summary>
    public static bool IsInJobStore(NodeSettings settings) => settings.Store.Kind == StoreKind.Redis;

    public static Config Load(NodeSettings settings) =>
        IsInJobStore(settings) ? ConfigurationFactory.ParseString(Log) : LoadSql(settings);

    private static Config LoadSql(NodeSettings settings)
    {
        // On PostgreSQL the store's migrations make the tables: they can be printed, and a node needs no right to create any.
        var (provider, connection, schema, creates) = settings.Store.DatabaseUrl is { } url
            ? (ProviderName.PostgreSQL15, ConnectionString(new Uri(url.Reveal())), $"\"{Schema}\"", "off")
            : (ProviderName.SQLiteMS, $"Data Source={settings.Store.SqlitePath}", "null", "on");
        return ConfigurationFactory.ParseString($$"""
            akka.persistence {
              journal {
                plugin = "akka.persistence.journal.sql"
                sql {
                  class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
                  provider-name = "{{provider}}"
                  connection-string = {{Quote(connection)}}
                  auto-initialize = {{creates}}
                  table-mapping = default
                  default {
                    schema-name = {{schema}}
                    journal.table-name = event_journal
                    metadata.table-name = event_journal_metadata
                    tag.table-name = event_tag
                  }
                }
              }
              snapshot-store {
                plugin = "akka.persistence.snapshot-store.sql"
                sql {
                  class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
                  provider-name = "{{provider}}"
                  connection-string = {{Quote(connection)}}
                  auto-initialize = {{creates}}
                  table-mapping = default
                  default { schema-name = {{schema}}, snapshot.table-name = event_snapshot }
                }
              }
            }
            """).WithFallback(SqlPersistence.DefaultConfiguration);
    }

    /// <summary>
    /// A transaction of a node that is frozen or cut off ends on the server, or its locks would keep the next scheduler out.
    /// </summary>
    private const string EndOfFrozen = "-c idle_in_transaction_session_timeout=5s -c tcp_user_timeout=10s";

    private static string ConnectionString(Uri url)
    {
        const int defaultPort = 5432;
        var user = url.UserInfo.Split(':', 2);
        var parameters = new DbConnectionStringBuilder
        {
            ["Host"] = url.IdnHost.Trim('[', ']'),
            ["Port"] = url.Port < 0 ? defaultPort : url.Port,
            ["Database"] = Uri.UnescapeDataString(url.AbsolutePath.Trim('/')),
            ["Username"] = Uri.UnescapeDataString(user[0]),
            ["Application Name"] = "actorjobs-journal",
            ["Options"] = EndOfFrozen,
        };
        if (user.Length > 1)
        {
            parameters["Password"] = Uri.UnescapeDataString(user[1]);
        }
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            parameters[Uri.UnescapeDataString(parts[0]).Replace('_', ' ')] =
                Uri.UnescapeDataString(parts[^1]).Replace("-", "", StringComparison.Ordinal);
        }
        return parameters.ConnectionString;
    }

    private static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
