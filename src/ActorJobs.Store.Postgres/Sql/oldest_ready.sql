-- When the first job that waits in each of these lanes was enqueued; lanes without are left out. $1 lanes
WITH taken AS MATERIALIZED (
    SELECT m.id, m.attempt FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE m.id <> ALL (c.given_back)
)
SELECT r.lane, o.created_at FROM unnest($1::integer[]) AS r (lane)
CROSS JOIN LATERAL (
    SELECT created_at FROM actorjobs.job
    WHERE lane = r.lane AND state = 1 AND (id, used + 1) NOT IN (SELECT id, attempt FROM taken)
    ORDER BY position LIMIT 1) o
