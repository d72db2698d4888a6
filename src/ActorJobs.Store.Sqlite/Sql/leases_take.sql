-- ?1 name, ?2 owner, ?3 until, ?4 now
INSERT INTO leases (name, owner, held_until_ms) VALUES (?1, ?2, ?3)
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, held_until_ms = excluded.held_until_ms
WHERE leases.owner = excluded.owner OR leases.held_until_ms <= ?4
