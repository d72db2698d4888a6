-- Ends jobs whose claim stands; after claims_lock in the same transaction. Answers those it ended. An outcome other than
-- success ends a job whose cancel was asked for as cancelled, also one that gives it back or wants a retry.
-- $1 claims, $2 jobs, $3 attempts, $4 states (4 to 6; 1 given back, 3 retry), $5 started_at, $6 finished_at, $7 errors,
-- $8 results
WITH given AS MATERIALIZED (
    SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::integer[], $4::smallint[], $5::timestamptz[], $6::timestamptz[],
            $7::text[], $8::bytea[]) AS g (claim, id, attempt, state, started_at, finished_at, error, result)
), claims AS MATERIALIZED (
    SELECT claim, node, jobs, attempts, given_back FROM actorjobs.claim WHERE claim = ANY ($1::bigint[])
), standing AS MATERIALIZED (
    SELECT c.claim, m.id, m.attempt FROM claims c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE m.id <> ALL (c.given_back)
), gone AS (
    DELETE FROM actorjobs.job j USING given g
    WHERE j.id = ANY (ARRAY[g.id]) AND j.state + 0 = 1 AND j.used + 1 = g.attempt
        AND ((g.claim, g.id, g.attempt) IN (SELECT claim, id, attempt FROM standing)) IS TRUE
        AND (g.state >= 4 OR j.cancel_requested)
    RETURNING j.id, j.lane, j.created_at, j.due_at, j.timeout_ms, j.retry_base, j.max_retries, j.interruptions,
        j.cancel_requested, j.unique_key, j.concurrency_key, j.parent, j.tags, j.errors, j.payload, j.trace, g.claim,
        g.attempt, g.started_at, g.finished_at, g.error, g.result,
        (SELECT c.node FROM claims c WHERE c.claim = g.claim) AS node,
        CASE WHEN g.state <> 4 AND j.cancel_requested THEN 6::smallint ELSE g.state END AS state
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
    INSERT INTO actorjobs.count (lane, running, succeeded, failed, cancelled)
    SELECT lane, -count(*), count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE state = 5),
        count(*) FILTER (WHERE state = 6)
    FROM gone GROUP BY lane
), settled AS (
    UPDATE actorjobs.claim c SET remaining = c.remaining - n.jobs
    FROM (SELECT claim, count(*) AS jobs FROM gone GROUP BY claim) n WHERE c.claim = n.claim AND c.remaining > n.jobs
), closed AS (
    DELETE FROM actorjobs.claim c
    USING (SELECT claim, count(*) AS jobs FROM gone GROUP BY claim) n WHERE c.claim = n.claim AND c.remaining <= n.jobs
)
SELECT id FROM gone
