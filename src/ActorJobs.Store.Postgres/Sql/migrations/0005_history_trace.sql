-- Where the enqueue of an ended job stood in a trace, as 0002_trace.sql has it for live ones. A job without one pays no byte.
ALTER TABLE actorjobs.history ADD COLUMN trace text;

-- What the end of jobs means for those that wait for them, inside the transaction that ends them: jobs that wait for nothing
-- any more are due, others are cancelled, and what waits for those likewise. Jobs given that have not ended change nothing.
-- Settling is done by one transaction at a time, so that of two that end the last two of a job's predecessors one sees both.
-- Always by index, for plans are kept from when few or none waited.
CREATE OR REPLACE FUNCTION actorjobs.settle(ended uuid[], settled_at timestamptz) RETURNS boolean LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    next    uuid[] := ended;
    touched uuid[];
    doomed  uuid[];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM actorjobs.waits) THEN -- so that an outcome costs next to nothing while none waits
        RETURN false;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM actorjobs.waits w WHERE w.predecessor = ANY (ended)) THEN
        RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(1634366307, 7);
    WHILE coalesce(cardinality(next), 0) > 0 LOOP
        WITH fate AS MATERIALIZED (
            SELECT w.predecessor, w.successor, w.policy,
                coalesce((SELECT h.state FROM actorjobs.history h WHERE h.id = w.predecessor LIMIT 1), 6) AS state
            FROM actorjobs.waits w
            WHERE w.predecessor = ANY (next)
                AND NOT EXISTS (SELECT 1 FROM actorjobs.job j WHERE j.id = w.predecessor)
        ), over AS (
            DELETE FROM actorjobs.waits w USING fate f
            WHERE w.predecessor = f.predecessor AND w.successor = f.successor AND (f.state <> 5 OR f.policy <> 0)
            RETURNING w.successor, f.state <> 4 AND f.policy <> 2 AS cancels
        )
        SELECT array_agg(DISTINCT successor), array_agg(DISTINCT successor) FILTER (WHERE cancels) INTO touched, doomed
        FROM over;
        doomed := coalesce(doomed, '{}');
        DELETE FROM actorjobs.waits WHERE successor = ANY (doomed);
        UPDATE actorjobs.job j SET due_at = settled_at
        WHERE j.id = ANY (touched) AND j.id <> ALL (doomed) AND j.state = 0 AND j.due_at = '9000-01-01 00:00:00+00'
            AND NOT EXISTS (SELECT 1 FROM actorjobs.waits w WHERE w.successor = j.id);
        WITH gone AS (
            DELETE FROM actorjobs.job j
            WHERE j.id = ANY (doomed) AND j.state = 0 AND j.due_at = '9000-01-01 00:00:00+00' RETURNING *
        ), kept AS (
            INSERT INTO actorjobs.history (id, finished_at, created_at, due_at, started_at, lane, timeout_ms, used, retry_base,
                max_retries, interruptions, state, slot, cancel_requested, node, unique_key, concurrency_key, parent, tags,
                errors, payload, trace)
            SELECT id, settled_at, created_at, due_at, started_at, lane, timeout_ms, used, retry_base, max_retries,
                interruptions, 6, (SELECT history_slot FROM actorjobs.queue), cancel_requested, node, unique_key,
                concurrency_key, parent, tags, errors, payload, trace
            FROM gone
        ), released AS (
            DELETE FROM actorjobs.unique_key k USING gone, actorjobs.lane l
            WHERE gone.unique_key IS NOT NULL AND l.lane = gone.lane AND k.type = l.type AND k.unique_key = gone.unique_key
                AND k.job = gone.id AND k.held_until <= settled_at
        ), held AS (
            UPDATE actorjobs.unique_key k SET state = 6 FROM gone, actorjobs.lane l
            WHERE gone.unique_key IS NOT NULL AND l.lane = gone.lane AND k.type = l.type AND k.unique_key = gone.unique_key
                AND k.job = gone.id AND k.held_until > settled_at
        ), counted AS (
            INSERT INTO actorjobs.count (lane, scheduled, cancelled) SELECT lane, -count(*), count(*) FROM gone GROUP BY lane
        )
        SELECT array_agg(id) INTO next FROM gone;
    END LOOP;
    RETURN true;
END $$;

-- All jobs, live and ended, for people who look with psql.
CREATE OR REPLACE VIEW actorjobs.jobs AS
SELECT j.id, l.type, (ARRAY['high', 'normal', 'low'])[l.priority + 1] AS priority,
    CASE WHEN j.state = 1 AND EXISTS (
            SELECT 1 FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
            WHERE j.id BETWEEN c.first_id AND c.last_id AND m.id = j.id AND m.attempt = j.used + 1
                AND j.id <> ALL (c.given_back))
        THEN 'running' ELSE (ARRAY['scheduled', 'ready', 'running', 'retrying'])[j.state + 1] END AS state,
    j.used AS attempts_used, j.created_at, coalesce(j.due_at, j.created_at) AS run_at, j.started_at,
    NULL::timestamptz AS finished_at, j.node, convert_from(j.payload, 'UTF8') AS payload, NULL AS result, j.errors, j.unique_key,
    j.concurrency_key, j.tags, j.parent, j.trace
FROM actorjobs.job j JOIN actorjobs.lane l ON l.lane = j.lane
UNION ALL
SELECT h.id, l.type, (ARRAY['high', 'normal', 'low'])[l.priority + 1],
    (ARRAY['succeeded', 'failed', 'cancelled'])[h.state - 3], h.used, h.created_at, coalesce(h.due_at, h.created_at),
    h.started_at, h.finished_at, h.node, convert_from(h.payload, 'UTF8'), convert_from(h.result, 'UTF8'), h.errors, h.unique_key,
    h.concurrency_key, h.tags, h.parent, h.trace
FROM actorjobs.history h JOIN actorjobs.lane l ON l.lane = h.lane;
