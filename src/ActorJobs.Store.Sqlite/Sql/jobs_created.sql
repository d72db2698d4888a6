-- ?1 id
SELECT created_ms FROM jobs WHERE id = ?1
