-- ?1 type, ?2 unique_key, ?3 job, ?4 only if not held after this time
DELETE FROM unique_keys WHERE type = ?1 AND unique_key = ?2 AND job = ?3 AND held_until_ms <= ?4
