-- ?1 id, ?2 position, ?3 due_ms
UPDATE jobs SET state = 1, position = ?2, due_ms = ?3 WHERE id = ?1
