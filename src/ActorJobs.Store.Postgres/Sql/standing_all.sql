-- What a reader that takes over must know of the jobs in a partition's claims. $1 index, $2 count
SELECT c.claim, c.node, c.node_uid, c.claimed_at, m.id, m.attempt, l.priority, l.type, j.concurrency_key, j.interruptions
FROM actorjobs.claim c CROSS JOIN LATERAL unnest(c.jobs, c.attempts) AS m (id, attempt)
JOIN actorjobs.job j ON j.id = ANY (ARRAY[m.id]) AND j.state + 0 = 1 AND j.used + 1 = m.attempt JOIN actorjobs.lane l ON l.lane = j.lane
WHERE m.id <> ALL (c.given_back) AND c.partition % $2 = $1
ORDER BY c.claim
