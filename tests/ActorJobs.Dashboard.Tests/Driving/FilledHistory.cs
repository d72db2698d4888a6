using Npgsql;

namespace ActorJobs.Dashboard.Tests.Driving;

/// <summary>Writes many ended jobs straight into a store's history, as they would stand there after a day of work.</summary>
internal static class FilledHistory
{
    public const int Failed = 5000;

    // Ids of version 7 over the last day; one in ten with a tag of twenty and a unique key, one in twenty with a concurrency key
    // of a thousand, one in fifty the child of one of ten thousand parents, one in a hundred cancelled.
    private const string Ended = """
        INSERT INTO actorjobs.lane (priority, type) SELECT p, t FROM generate_series(0, 2) p, unnest(ARRAY['mail', 'report', 'sync', 'thumbnail']) t
        ON CONFLICT DO NOTHING;
        CREATE TEMP TABLE made AS
        SELECT n, (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - n * 86400000 / $rows), 12, '0') || '7'
                || substr(md5(n::text), 1, 3) || 'a' || substr(md5(n::text), 4, 15))::uuid AS id,
            now() - n * interval '86400 seconds' / $rows AS at, l.lane
        FROM generate_series(1, $rows::bigint) n
        JOIN (SELECT lane, row_number() OVER (ORDER BY lane) - 1 AS place, count(*) OVER () AS lanes
            FROM actorjobs.lane WHERE type IN ('mail', 'report', 'sync', 'thumbnail')) l ON l.place = n % l.lanes;
        INSERT INTO actorjobs.history (id, finished_at, created_at, started_at, lane, timeout_ms, used, retry_base, max_retries,
            interruptions, state, slot, cancel_requested, node, unique_key, concurrency_key, parent, tags, payload)
        SELECT id, at + interval '40 ms', at, at + interval '10 ms', lane, 300000, 1, 0, 3, 0,
            CASE n % 100 WHEN 7 THEN 6 ELSE 4 END, (SELECT history_slot FROM actorjobs.queue), false, '10.0.0.1:4053',
            CASE n % 10 WHEN 3 THEN 'order-' || n END, CASE n % 20 WHEN 5 THEN 'customer-' || n % 1000 END,
            CASE n % 50 WHEN 9 THEN md5((n % 10000)::text)::uuid END, CASE n % 10 WHEN 3 THEN '["batch-' || n % 20 || '"]' END,
            convert_to('{"to":"ada@example.com","n":' || n || '}', 'UTF8')
        FROM made;
        INSERT INTO actorjobs.tag (tag, job) SELECT 'batch-' || n % 20, id FROM made WHERE n % 10 = 3;
        INSERT INTO actorjobs.count (lane, succeeded, cancelled)
        SELECT lane, count(*) FILTER (WHERE n % 100 <> 7), count(*) FILTER (WHERE n % 100 = 7) FROM made GROUP BY lane;
        INSERT INTO actorjobs.history (id, finished_at, created_at, started_at, lane, timeout_ms, used, retry_base, max_retries,
            interruptions, state, slot, cancel_requested, node, errors, payload)
        SELECT (substr(id::text, 1, 24) || lpad(to_hex(n), 12, '0'))::uuid, at, at, at, lane, 300000, 4, 0, 3, 0, 5, -1, false, '10.0.0.2:4053',
            json_build_array(json_build_object('attempt', 4, 'at', at, 'class', 'Recoverable', 'message',
                format((ARRAY['connection to 10.0.0.%s:5432 refused', 'no such user: %s', 'order %s is locked'])[n % 3 + 1], n),
                'detail', repeat('   at Some.Handler.Step(Int32 n) in /src/Handler.cs:line 42 ', 30)))::text, '{}'
        FROM made WHERE n <= $failed;
        INSERT INTO actorjobs.count (lane, failed) SELECT lane, count(*) FROM made WHERE n <= $failed GROUP BY lane;
        DROP TABLE made;
        ANALYZE actorjobs.history; ANALYZE actorjobs.tag; ANALYZE actorjobs.failure;
        """;

    public static async Task WriteAsync(string url, int rows)
    {
        var server = new Uri(url);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = server.Host, Port = server.Port, Username = server.UserInfo, Database = server.AbsolutePath.Trim('/'),
            Pooling = false, CommandTimeout = 0,
        }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Ended.Replace("$rows", rows.ToString(), StringComparison.Ordinal)
            .Replace("$failed", Math.Min(rows, Failed).ToString(), StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync();
    }
}
