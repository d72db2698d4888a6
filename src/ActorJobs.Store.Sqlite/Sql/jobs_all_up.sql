-- All ids, oldest first. ?1 only after this id, ?2 most rows
SELECT id FROM jobs WHERE id > ?1 ORDER BY id LIMIT ?2
