-- The holder ended. ?1 type, ?2 unique_key, ?3 job, ?4 its state
UPDATE unique_keys SET state = ?4 WHERE type = ?1 AND unique_key = ?2 AND job = ?3
