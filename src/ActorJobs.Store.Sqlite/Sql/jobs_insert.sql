-- Adds a live job unless its id is known. ?1 id, then the columns in order.
INSERT INTO jobs (id, lane, state, position, due_ms, created_ms, max_retries, timeout_ms, used, retry_base, interruptions,
    cancel_requested, unique_key, concurrency_key, parent, tags, payload, trace)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, 0, 0, ?9, ?10, ?11, ?12, ?13, ?14
WHERE NOT EXISTS (SELECT 1 FROM history WHERE id = ?1)
ON CONFLICT (id) DO NOTHING
