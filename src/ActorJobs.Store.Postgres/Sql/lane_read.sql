-- A page of a lane: ends with the job that brings its payloads to so many bytes (the length of a payload is known without
-- fetching it). $1 priority, $2 type, $3 position to read after, $4 most rows, $5 bytes
SELECT id, position, used, retry_base, max_retries, interruptions, timeout_ms, created_at, concurrency_key, tags, parent,
    payload, trace, due_at
FROM (
    SELECT *, sum(octet_length(payload)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) - octet_length(payload) AS before
    FROM (
        SELECT * FROM actorjobs.job
        WHERE lane = (SELECT lane FROM actorjobs.lane WHERE priority = $1 AND type = $2) AND state = 1 AND position > $3
        ORDER BY position LIMIT $4) page
    ) measured
WHERE before < $5
ORDER BY position
