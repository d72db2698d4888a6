-- When the next waiting job is due.
SELECT due_at FROM actorjobs.job WHERE state IN (0, 3) ORDER BY due_at, id LIMIT 1
