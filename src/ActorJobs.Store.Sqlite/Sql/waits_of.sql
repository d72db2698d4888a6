-- Whether a job still waits. ?1 successor
SELECT 1 FROM waits WHERE successor = ?1 LIMIT 1
