-- ?1 name, ?2 now
SELECT owner FROM leases WHERE name = ?1 AND held_until_ms > ?2
