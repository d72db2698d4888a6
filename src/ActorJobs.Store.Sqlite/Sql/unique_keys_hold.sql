-- ?1 type, ?2 unique_key, ?3 job, ?4 held_until_ms. A job that takes over from an ended holder keeps the later time.
INSERT INTO unique_keys (type, unique_key, job, state, held_until_ms) VALUES (?1, ?2, ?3, NULL, ?4)
ON CONFLICT (type, unique_key) DO UPDATE
SET job = excluded.job, state = NULL, held_until_ms = max(held_until_ms, excluded.held_until_ms)
