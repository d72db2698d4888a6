-- Adds ready jobs without keys, tags, parent, trace or delay, unless their id is known; after position_hold in the same transaction.
-- Fails when another transaction adds one of the ids at the same time: tried again, it knows that one. ON CONFLICT would write
-- a tenth more for each job. Ids carry a time, so history is looked through only where such a job can have ended: in its
-- current slot and the one closed since $7, in all if several were (old ids).
-- $1 ids, $2 lanes, $3 created_at, $4 timeout_ms, $5 max_retries, $6 payloads, $7 none of the ids was known before this time
WITH given AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::integer[], $5::smallint[], $6::bytea[])
        WITH ORDINALITY AS g (id, lane, created_at, timeout_ms, max_retries, payload, place)
), old AS MATERIALIZED (
    SELECT h.id FROM given g JOIN actorjobs.history h ON h.id = ANY (ARRAY[g.id]) AND h.slot >= -1
    WHERE (SELECT count(*) FROM actorjobs.history_slot WHERE closed_at >= $7) > 1
), added AS (
    INSERT INTO actorjobs.job (id, position, created_at, lane, timeout_ms, max_retries, state, payload)
    SELECT id, (SELECT actorjobs.next_places()) + place, created_at, lane, timeout_ms, max_retries, 1, payload FROM given
    WHERE NOT EXISTS (SELECT 1 FROM actorjobs.job j WHERE j.id = ANY (ARRAY[given.id]))
        AND NOT EXISTS (
            SELECT 1 FROM actorjobs.history h
            WHERE h.id = ANY (ARRAY[given.id]) AND h.slot IN (-1, (SELECT history_slot FROM actorjobs.queue),
                (SELECT slot FROM actorjobs.history_slot WHERE closed_at >= $7 ORDER BY closed_at DESC LIMIT 1)))
        AND id NOT IN (SELECT id FROM old)
    RETURNING lane
), counted AS (
    INSERT INTO actorjobs.count (lane, ready) SELECT lane, count(*) FROM added GROUP BY lane
)
SELECT count(*) FROM added
