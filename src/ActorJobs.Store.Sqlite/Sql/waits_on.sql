-- What waits for a job. ?1 predecessor
SELECT successor, policy FROM waits WHERE predecessor = ?1 ORDER BY successor
