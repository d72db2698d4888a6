-- Ends jobs that wait as cancelled; after fence in the same transaction. $1 ids, $2 now
WITH gone AS (
    DELETE FROM actorjobs.job WHERE id = ANY ($1::uuid[]) RETURNING *
), kept AS (
    INSERT INTO actorjobs.history (id, finished_at, created_at, due_at, started_at, lane, timeout_ms, used, retry_base,
        max_retries, interruptions, state, slot, cancel_requested, node, unique_key, concurrency_key, parent, tags, errors,
        payload, trace)
    SELECT id, $2, created_at, due_at, started_at, lane, timeout_ms, used, retry_base, max_retries, interruptions, 6,
        (SELECT history_slot FROM actorjobs.queue), cancel_requested, node, unique_key, concurrency_key, parent, tags, errors,
        payload, trace
    FROM gone
), released AS (
    DELETE FROM actorjobs.unique_key k USING gone, actorjobs.lane l
    WHERE gone.unique_key IS NOT NULL AND l.lane = gone.lane AND k.type = l.type AND k.unique_key = gone.unique_key
        AND k.job = gone.id AND k.held_until <= $2
), held AS (
    UPDATE actorjobs.unique_key k SET state = 6 FROM gone, actorjobs.lane l
    WHERE gone.unique_key IS NOT NULL AND l.lane = gone.lane AND k.type = l.type AND k.unique_key = gone.unique_key
        AND k.job = gone.id AND k.held_until > $2
)
INSERT INTO actorjobs.count (lane, scheduled, ready, retrying, cancelled)
SELECT lane, -count(*) FILTER (WHERE state = 0), -count(*) FILTER (WHERE state = 1), -count(*) FILTER (WHERE state = 3), count(*)
FROM gone GROUP BY lane
