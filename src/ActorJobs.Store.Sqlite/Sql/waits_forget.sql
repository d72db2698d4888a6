-- A job waits for nothing any more. ?1 successor
DELETE FROM waits WHERE successor = ?1
