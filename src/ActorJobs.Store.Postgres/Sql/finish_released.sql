-- Gives jobs back: out of their claim, ready in their old place. After finish_ended in the same transaction, which ended the
-- cancelled ones. Answers the jobs. $1 claims, $2 jobs, $3 attempts
WITH given AS MATERIALIZED (
    SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::integer[]) AS g (claim, id, attempt)
), standing AS MATERIALIZED (
    SELECT c.claim, m.id, m.attempt FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE c.claim = ANY ($1::bigint[]) AND m.id <> ALL (c.given_back)
), back AS MATERIALIZED (
    SELECT g.claim, g.id, j.lane
    FROM given g JOIN actorjobs.job j ON j.id = ANY (ARRAY[g.id]) AND j.state + 0 = 1 AND j.used + 1 = g.attempt
    WHERE ((g.claim, g.id, g.attempt) IN (SELECT claim, id, attempt FROM standing)) IS TRUE
), settled AS (
    UPDATE actorjobs.claim c SET remaining = c.remaining - n.jobs, given_back = c.given_back || n.ids
    FROM (SELECT claim, count(*) AS jobs, array_agg(id) AS ids FROM back GROUP BY claim) n
    WHERE c.claim = n.claim AND c.remaining > n.jobs
), closed AS (
    DELETE FROM actorjobs.claim c
    USING (SELECT claim, count(*) AS jobs FROM back GROUP BY claim) n WHERE c.claim = n.claim AND c.remaining <= n.jobs
), counted AS (
    INSERT INTO actorjobs.count (lane, running, ready) SELECT lane, -count(*), count(*) FROM back GROUP BY lane
)
SELECT id FROM back
