-- Copies an ended job back as ready with its full number of retries; history_delete follows.
-- ?1 id, ?2 position, ?3 due_ms
INSERT INTO jobs (id, lane, state, position, due_ms, created_ms, max_retries, timeout_ms, used, retry_base, interruptions,
    cancel_requested, started_ms, node, unique_key, concurrency_key, parent, tags, errors, payload, trace)
SELECT id, lane, 1, ?2, ?3, created_ms, max_retries, timeout_ms, used, used, interruptions,
    0, started_ms, node, unique_key, concurrency_key, parent, tags, errors, payload, trace
FROM history WHERE id = ?1
