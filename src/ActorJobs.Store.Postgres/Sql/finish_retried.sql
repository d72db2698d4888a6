-- Ends attempts that are followed by another; after finish_ended in the same transaction, which ended the cancelled ones, and
-- after position_hold. Answers the jobs. $1 claims, $2 jobs, $3 attempts, $4 started_at, $5 due_at, $6 states (1 at once,
-- 3 at due_at), $7 errors
WITH given AS MATERIALIZED (
    SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::integer[], $4::timestamptz[], $5::timestamptz[], $6::smallint[],
            $7::text[]) WITH ORDINALITY AS g (claim, id, attempt, started_at, due_at, state, error, place)
), standing AS MATERIALIZED (
    SELECT c.claim, m.id, m.attempt FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE c.claim = ANY ($1::bigint[]) AND m.id <> ALL (c.given_back)
), again AS (
    UPDATE actorjobs.job j
    SET state = g.state, position = CASE g.state WHEN 1 THEN (SELECT actorjobs.next_places()) + g.place ELSE 0 END, due_at = g.due_at,
        used = g.attempt, started_at = g.started_at, node = (SELECT c.node FROM actorjobs.claim c WHERE c.claim = g.claim),
        errors = actorjobs.with_error(j.errors, g.error)
    FROM given g
    WHERE j.id = ANY (ARRAY[g.id]) AND j.state + 0 = 1 AND j.used + 1 = g.attempt
        AND ((g.claim, g.id, g.attempt) IN (SELECT claim, id, attempt FROM standing)) IS TRUE
    RETURNING j.id, j.lane, j.state, g.claim
), gone AS (
    SELECT claim FROM again
), settled AS (
    UPDATE actorjobs.claim c SET remaining = c.remaining - n.jobs
    FROM (SELECT claim, count(*) AS jobs FROM gone GROUP BY claim) n WHERE c.claim = n.claim AND c.remaining > n.jobs
), closed AS (
    DELETE FROM actorjobs.claim c
    USING (SELECT claim, count(*) AS jobs FROM gone GROUP BY claim) n WHERE c.claim = n.claim AND c.remaining <= n.jobs
), counted AS (
    INSERT INTO actorjobs.count (lane, running, ready, retrying)
    SELECT lane, -count(*), count(*) FILTER (WHERE state = 1), count(*) FILTER (WHERE state = 3) FROM again GROUP BY lane
)
SELECT id FROM again
