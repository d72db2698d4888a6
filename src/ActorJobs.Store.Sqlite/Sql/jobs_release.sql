-- A job that waited for others is due. ?1 id, ?2 due_ms, ?3 due_ms of those that wait
UPDATE jobs SET due_ms = ?2 WHERE id = ?1 AND state = 0 AND due_ms = ?3
