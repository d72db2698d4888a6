-- The claims with the jobs that still stand in them.
SELECT c.claim, c.epoch, c.node, c.node_uid, c.claimed_at, m.id, m.attempt, c.partition, c.partitions
FROM actorjobs.claim c CROSS JOIN LATERAL unnest(c.jobs, c.attempts) AS m (id, attempt)
JOIN actorjobs.job j ON j.id = ANY (ARRAY[m.id]) AND j.state + 0 = 1 AND j.used + 1 = m.attempt
WHERE m.id <> ALL (c.given_back)
ORDER BY c.claim
