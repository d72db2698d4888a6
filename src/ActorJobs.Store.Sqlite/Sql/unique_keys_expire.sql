-- ?1 now_ms, ?2 most rows
DELETE FROM unique_keys WHERE (type, unique_key) IN (
    SELECT type, unique_key FROM unique_keys WHERE state IS NOT NULL AND held_until_ms <= ?1 ORDER BY held_until_ms LIMIT ?2)
