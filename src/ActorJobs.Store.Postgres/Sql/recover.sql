-- Ends every attempt that stands claimed for a node in claims of a partition; after its fence and claims_lock_node (in that
-- order) in the same transaction. A job whose row is locked is being completed by its handler's own transaction: it is left,
-- and its claim with it. Answers the jobs with the state each has now (null: left) and its lane. $1 node, $2 its uid, $3 now,
-- $4 the error of each attempt as JSON from behind its number, $5 the partition's index, $6 count
WITH standing AS MATERIALIZED (
    SELECT c.claim, c.node, c.claimed_at, m.id, m.attempt
    FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE c.node = $1 AND c.node_uid = $2 AND c.partition % $6 = $5 AND m.id <> ALL (c.given_back)
), live AS MATERIALIZED (
    SELECT s.*, j.lane FROM standing s JOIN actorjobs.job j ON j.id = ANY (ARRAY[s.id]) AND j.state + 0 = 1 AND j.used + 1 = s.attempt
), lost AS MATERIALIZED (
    SELECT l.*, '{"attempt":' || l.attempt || $4 AS error,
        CASE WHEN j.cancel_requested THEN 6 WHEN l.attempt - j.retry_base > j.max_retries THEN 5 ELSE 1 END::smallint AS state
    FROM live l JOIN actorjobs.job j ON j.id = ANY (ARRAY[l.id]) AND j.state + 0 = 1 AND j.used + 1 = l.attempt
    FOR UPDATE OF j SKIP LOCKED
), again AS (
    UPDATE actorjobs.job j
    SET used = l.attempt, interruptions = j.interruptions + 1, due_at = $3, started_at = l.claimed_at, node = l.node,
        errors = actorjobs.with_error(j.errors, l.error)
    FROM lost l WHERE j.id = ANY (ARRAY[l.id]) AND l.state = 1
), gone AS (
    DELETE FROM actorjobs.job j USING lost l WHERE j.id = ANY (ARRAY[l.id]) AND l.state <> 1
    RETURNING j.id, j.lane, j.created_at, j.due_at, j.timeout_ms, j.retry_base, j.max_retries,
        (j.interruptions + 1)::smallint AS interruptions, j.cancel_requested, j.unique_key, j.concurrency_key, j.parent, j.tags,
        j.errors, j.payload, j.trace, l.attempt, l.claimed_at AS started_at, $3::timestamptz AS finished_at, l.error, l.node,
        l.state, NULL::bytea AS result
), kept AS (
    INSERT INTO actorjobs.history (id, finished_at, created_at, due_at, started_at, lane, timeout_ms, used, retry_base,
        max_retries, interruptions, state, slot, cancel_requested, node, unique_key, concurrency_key, parent, tags, errors,
        payload, result, trace)
    SELECT id, finished_at, created_at, due_at, started_at, lane, timeout_ms, attempt, retry_base, max_retries, interruptions,
        state, CASE state WHEN 5 THEN -1 ELSE (SELECT history_slot FROM actorjobs.queue) END, cancel_requested, node,
        unique_key, concurrency_key, parent, tags, CASE WHEN error IS NULL THEN errors ELSE actorjobs.with_error(errors, error) END,
        payload, result, trace
    FROM gone
), released AS (
    DELETE FROM actorjobs.unique_key k USING gone, actorjobs.lane l
    WHERE gone.unique_key IS NOT NULL AND l.lane = gone.lane AND k.type = l.type AND k.unique_key = gone.unique_key
        AND k.job = gone.id AND k.held_until <= gone.finished_at
), held AS (
    UPDATE actorjobs.unique_key k SET state = gone.state FROM gone, actorjobs.lane l
    WHERE gone.unique_key IS NOT NULL AND l.lane = gone.lane AND k.type = l.type AND k.unique_key = gone.unique_key
        AND k.job = gone.id AND k.held_until > gone.finished_at
), counted AS (
    INSERT INTO actorjobs.count (lane, running, ready, failed, cancelled)
    SELECT lane, -count(*), count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 5),
        count(*) FILTER (WHERE state = 6)
    FROM lost GROUP BY lane
), settled AS (
    UPDATE actorjobs.claim c SET remaining = n.left_over, given_back = c.given_back || n.ids
    FROM (SELECT l.claim, count(*) FILTER (WHERE o.id IS NULL) AS left_over,
            coalesce(array_agg(o.id) FILTER (WHERE o.id IS NOT NULL), '{}') AS ids
        FROM live l LEFT JOIN lost o ON o.id = l.id GROUP BY l.claim) n
    WHERE c.claim = n.claim AND n.left_over > 0
), closed AS (
    DELETE FROM actorjobs.claim c
    WHERE c.node = $1 AND c.node_uid = $2 AND c.partition % $6 = $5
        AND NOT EXISTS (SELECT 1 FROM live l WHERE l.claim = c.claim AND l.id NOT IN (SELECT id FROM lost))
)
SELECT live.id, lost.state, lanes.priority, lanes.type
FROM live LEFT JOIN lost ON lost.id = live.id JOIN actorjobs.lane lanes ON lanes.lane = live.lane
