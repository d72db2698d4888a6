-- Adds jobs of any kind, unless their id is known or their unique key held; after position_hold in the same transaction.
-- Unique keys of one call differ. $1 ids, $2 lanes, $3 types, $4 created_at, $5 due_at or null for at once, $6 timeout_ms,
-- $7 max_retries, $8 unique keys, $9 held_until, $10 concurrency keys, $11 parents, $12 tags as JSON, $13 payloads,
-- $14 as $7 of enqueue_plain, $15 tags, $16 their jobs, $17 traces
WITH given AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::integer[],
            $7::smallint[], $8::text[], $9::timestamptz[], $10::text[], $11::uuid[], $12::text[], $13::bytea[], $17::text[]) WITH ORDINALITY
        AS g (id, lane, type, created_at, due_at, timeout_ms, max_retries, unique_key, held_until, concurrency_key, parent,
            tags, payload, trace, place)
), old AS MATERIALIZED (
    SELECT h.id FROM given g JOIN actorjobs.history h ON h.id = ANY (ARRAY[g.id]) AND h.slot >= -1
    WHERE (SELECT count(*) FROM actorjobs.history_slot WHERE closed_at >= $14) > 1
), fresh AS MATERIALIZED (
    SELECT * FROM given
    WHERE NOT EXISTS (SELECT 1 FROM actorjobs.job j WHERE j.id = ANY (ARRAY[given.id]))
        AND NOT EXISTS (
            SELECT 1 FROM actorjobs.history h
            WHERE h.id = ANY (ARRAY[given.id]) AND h.slot IN (-1, (SELECT history_slot FROM actorjobs.queue),
                (SELECT slot FROM actorjobs.history_slot WHERE closed_at >= $14 ORDER BY closed_at DESC LIMIT 1)))
        AND id NOT IN (SELECT id FROM old)
), held AS (
    INSERT INTO actorjobs.unique_key AS k (type, unique_key, job, held_until)
    SELECT type, unique_key, id, held_until FROM fresh WHERE unique_key IS NOT NULL ORDER BY type, unique_key
    ON CONFLICT (type, unique_key) DO UPDATE
    SET job = excluded.job, state = NULL, held_until = greatest(k.held_until, excluded.held_until)
    WHERE k.state IS NOT NULL AND k.held_until <= (SELECT f.created_at FROM fresh f WHERE f.id = excluded.job)
    RETURNING k.job
), placed AS MATERIALIZED (
    SELECT CASE WHEN o.due_at IS NULL THEN (SELECT actorjobs.next_places()) + o.place ELSE 0 END AS position, o.*
    FROM fresh o WHERE o.unique_key IS NULL OR o.id IN (SELECT job FROM held)
), added AS (
    INSERT INTO actorjobs.job (id, position, created_at, due_at, lane, timeout_ms, max_retries, state, unique_key,
        concurrency_key, parent, tags, payload, trace)
    SELECT id, position, created_at, due_at, lane, timeout_ms, max_retries, CASE WHEN due_at IS NULL THEN 1 ELSE 0 END,
        unique_key, concurrency_key, parent, tags, payload, trace
    FROM placed
    ON CONFLICT (id) DO NOTHING
    RETURNING id, lane, state
), counted AS (
    INSERT INTO actorjobs.count (lane, scheduled, ready)
    SELECT lane, count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1) FROM added GROUP BY lane
), tagged AS (
    INSERT INTO actorjobs.tag (tag, job)
    SELECT t.tag, t.job FROM unnest($15::text[], $16::uuid[]) AS t (tag, job) JOIN added ON added.id = t.job
    ON CONFLICT DO NOTHING
)
SELECT id, state FROM added
