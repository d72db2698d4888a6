-- ?1 id
DELETE FROM history WHERE id = ?1
