-- All that is known of a live job but its log; the columns of history_get. ?1 id
SELECT j.id, l.priority, l.type, j.state, j.used, j.max_retries, j.timeout_ms, j.created_ms, j.due_ms, j.started_ms, NULL,
    j.node, j.payload, NULL, j.errors, j.unique_key, j.concurrency_key, j.tags, j.parent, j.cancel_requested,
    p.fraction, p.message, p.at_ms, j.trace
FROM jobs j JOIN lanes l ON l.lane = j.lane LEFT JOIN progress p ON p.job = j.id
WHERE j.id = ?1
