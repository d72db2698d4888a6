-- ?1 type, ?2 unique_key
SELECT job, state, held_until_ms FROM unique_keys WHERE type = ?1 AND unique_key = ?2
