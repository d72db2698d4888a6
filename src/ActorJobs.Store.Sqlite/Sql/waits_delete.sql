-- ?1 predecessor, ?2 successor
DELETE FROM waits WHERE predecessor = ?1 AND successor = ?2
