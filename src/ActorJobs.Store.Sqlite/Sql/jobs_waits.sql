-- Whether a live job waits for others. ?1 id, ?2 due_ms of those that wait
SELECT 1 FROM jobs WHERE id = ?1 AND state = 0 AND due_ms = ?2
