-- Adds ready jobs without keys, tags, parent or delay, unless their id is known; after position_hold in the same transaction.
-- $1 ids, $2 lanes, $3 created_at, $4 timeout_ms, $5 max_retries, $6 payloads, $7 none of the ids was known before this time
WITH given AS MATERIALIZED (
    SELECT nextval('actorjobs.position_seq') AS position, g.*
    FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::integer[], $5::smallint[], $6::bytea[])
        AS g (id, lane, created_at, timeout_ms, max_retries, payload)
), added AS (
    INSERT INTO actorjobs.job (id, position, created_at, lane, timeout_ms, max_retries, state, payload)
    SELECT id, position, created_at, lane, timeout_ms, max_retries, 1, payload FROM given
    WHERE NOT EXISTS (
        SELECT 1 FROM actorjobs.history h
        WHERE h.slot = ANY (ARRAY(SELECT s.slot FROM actorjobs.history_slot s, actorjobs.queue q
                WHERE s.slot = q.history_slot OR s.closed_at >= $7) || -1::smallint)
            AND h.id = given.id)
    ON CONFLICT (id) DO NOTHING
    RETURNING lane
), counted AS (
    INSERT INTO actorjobs.count (lane, ready) SELECT lane, count(*) FROM added GROUP BY lane
)
SELECT count(*) FROM added
