using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace ActorJobs.Stores.Postgres.Connections;

/// <summary>Reads <c>postgres://user:password@host:port/database?parameter=value</c>.</summary>
internal static class PostgresUrl
{
    private const int DefaultPort = 5432;

    /// <summary>The connection parameters of a URL; false for anything else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? parameters)
    {
        parameters = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("postgres" or "postgresql")
            || url.Host.Length == 0 || url.AbsolutePath.Trim('/').Length == 0)
        {
            return false;
        }
        var read = new NpgsqlConnectionStringBuilder
        {
            Host = url.IdnHost.Trim('[', ']'),
            Port = url.Port < 0 ? DefaultPort : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/')),
            // Left alone the driver asks for Kerberos first, and its library looks names up while a thread waits: where the
            // name server does not answer, each new connection takes longer than an operation may.
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            read.Username = Uri.UnescapeDataString(user[0]);
        }
        if (user.Length > 1)
        {
            read.Password = Uri.UnescapeDataString(user[1]);
        }
        if (!TryAddQuery(read, url.Query))
        {
            return false;
        }
        parameters = read;
        return true;
    }

    /// <summary>Host, port and database, for people.</summary>
    public static string Describe(NpgsqlConnectionStringBuilder parameters) =>
        $"{parameters.Host}:{parameters.Port}/{parameters.Database}";

    private static bool TryAddQuery(NpgsqlConnectionStringBuilder parameters, string query)
    {
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Uri.UnescapeDataString(parts[0]).Replace('_', ' ').ToLowerInvariant();
            var value = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "");
            try
            {
                // libpq's words where Npgsql has others: verify-full for VerifyFull, gssencmode for GSS Encryption Mode.
                parameters[name == "gssencmode" ? "gss encryption mode" : name] =
                    name == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
            }
            catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException)
            {
                return false;
            }
        }
        return true;
    }
}
