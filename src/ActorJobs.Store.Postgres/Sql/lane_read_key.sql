-- The first ready jobs of a lane with a concurrency key. $1 priority, $2 type, $3 key, $4 most rows
SELECT id, position, used, retry_base, max_retries, interruptions, timeout_ms, created_at, concurrency_key, tags, parent,
    payload, trace, due_at
FROM actorjobs.job
WHERE lane = (SELECT lane FROM actorjobs.lane WHERE priority = $1 AND type = $2) AND state = 1 AND concurrency_key = $3
ORDER BY position LIMIT $4
