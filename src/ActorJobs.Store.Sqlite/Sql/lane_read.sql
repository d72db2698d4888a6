-- A page of a lane. ?1 priority, ?2 type, ?3 position to read after, ?4 most rows
SELECT id, position, used, retry_base, max_retries, interruptions, timeout_ms, created_ms, concurrency_key, tags, parent,
    payload, trace, due_ms
FROM jobs
WHERE lane = (SELECT lane FROM lanes WHERE priority = ?1 AND type = ?2) AND state = 1 AND position > ?3
ORDER BY position LIMIT ?4
