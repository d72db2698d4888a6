-- ?1 job, ?2 fraction, ?3 message, ?4 at_ms
INSERT INTO progress (job, fraction, message, at_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (job) DO UPDATE SET fraction = excluded.fraction, message = excluded.message, at_ms = excluded.at_ms
