-- As lane_late, for a partition. $1 priority, $2 type, $3 position to read after, $4 last position to read, $5 index, $6 count
SELECT id, position, used, retry_base, max_retries, interruptions, timeout_ms, created_at, concurrency_key, tags, parent,
    payload, trace, due_at
FROM actorjobs.job
WHERE lane = (SELECT lane FROM actorjobs.lane WHERE priority = $1 AND type = $2)
    AND state = 1 AND position > $3 AND position <= $4 AND actorjobs.partition_of(id, concurrency_key, $6) = $5
ORDER BY position
