-- Settles the claims of jobs that their handlers completed in transactions of their own. Answers those that did succeed with
-- that attempt. After claims_lock in the same transaction. $1 claims, $2 jobs, $3 attempts
WITH done AS MATERIALIZED (
    SELECT g.claim, g.id FROM unnest($1::bigint[], $2::uuid[], $3::integer[]) AS g (claim, id, attempt)
    JOIN actorjobs.history h ON h.id = ANY (ARRAY[g.id]) AND h.state = 4 AND h.used = g.attempt
), fresh AS MATERIALIZED (
    SELECT d.claim, d.id FROM done d JOIN actorjobs.claim c ON c.claim = d.claim
    WHERE d.id = ANY (c.jobs) AND d.id <> ALL (c.given_back)
), settled AS (
    UPDATE actorjobs.claim c SET remaining = c.remaining - n.jobs, given_back = c.given_back || n.ids
    FROM (SELECT claim, count(*) AS jobs, array_agg(id) AS ids FROM fresh GROUP BY claim) n
    WHERE c.claim = n.claim AND c.remaining > n.jobs
), closed AS (
    DELETE FROM actorjobs.claim c
    USING (SELECT claim, count(*) AS jobs FROM fresh GROUP BY claim) n WHERE c.claim = n.claim AND c.remaining <= n.jobs
)
SELECT id FROM done
