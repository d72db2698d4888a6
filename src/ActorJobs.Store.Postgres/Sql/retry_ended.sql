-- Makes ended jobs ready again with their full number of retries, unless another live job holds their unique key; after
-- position_hold in the same transaction. Answers those that are ready. $1 ids, $2 now
WITH ended AS MATERIALIZED (
    SELECT h.*, l.type, row_number() OVER (ORDER BY h.id) AS place
    FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.history h ON h.id = ANY (ARRAY[g.id]) JOIN actorjobs.lane l ON l.lane = h.lane
    WHERE h.state IN (5, 6)
), held AS (
    INSERT INTO actorjobs.unique_key AS k (type, unique_key, job, held_until)
    SELECT DISTINCT ON (type, unique_key) type, unique_key, id, $2 FROM ended WHERE unique_key IS NOT NULL
    ORDER BY type, unique_key, id
    ON CONFLICT (type, unique_key) DO UPDATE SET job = excluded.job, state = NULL WHERE k.state IS NOT NULL
    RETURNING k.job
), again AS (
    INSERT INTO actorjobs.job (id, position, created_at, due_at, started_at, lane, timeout_ms, used, retry_base, max_retries,
        interruptions, state, node, unique_key, concurrency_key, parent, tags, errors, payload, trace)
    SELECT id, (SELECT actorjobs.next_places()) + place, created_at, $2, started_at, lane, timeout_ms, used, used, max_retries,
        interruptions, 1, node, unique_key, concurrency_key, parent, tags, errors, payload, trace
    FROM ended WHERE unique_key IS NULL OR id IN (SELECT job FROM held)
    RETURNING id, lane
), gone AS (
    DELETE FROM actorjobs.history h USING again WHERE h.id = again.id RETURNING h.id, h.state, again.lane
), counted AS (
    INSERT INTO actorjobs.count (lane, failed, cancelled, ready)
    SELECT lane, -count(*) FILTER (WHERE state = 5), -count(*) FILTER (WHERE state = 6), count(*) FROM gone GROUP BY lane
)
SELECT id FROM gone
