-- ?1 name, ?2 value
UPDATE sequences SET value = ?2 WHERE name = ?1
