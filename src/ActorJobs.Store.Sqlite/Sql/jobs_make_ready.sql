-- ?1 id, ?2 position
UPDATE jobs SET state = 1, position = ?2 WHERE id = ?1
