SELECT due_ms FROM jobs WHERE state IN (0, 3) ORDER BY due_ms LIMIT 1
