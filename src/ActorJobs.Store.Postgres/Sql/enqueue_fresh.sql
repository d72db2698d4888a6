-- Adds ready jobs as enqueue_plain does whose ids nobody knows yet; after position_hold in the same transaction. Fails when an id
-- is that of a live job after all.
-- $1 ids, $2 lanes, $3 created_at, $4 timeout_ms, $5 max_retries, $6 payloads
WITH given AS MATERIALIZED (
    SELECT * FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::integer[], $5::smallint[], $6::bytea[])
        WITH ORDINALITY AS g (id, lane, created_at, timeout_ms, max_retries, payload, place)
), counted AS (
    INSERT INTO actorjobs.count (lane, ready) SELECT lane, count(*) FROM given GROUP BY lane
)
INSERT INTO actorjobs.job (id, position, created_at, lane, timeout_ms, max_retries, state, payload)
SELECT id, (SELECT actorjobs.next_places()) + place, created_at, lane, timeout_ms, max_retries, 1, payload FROM given
