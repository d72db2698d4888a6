-- ?1 name, ?2 owner
DELETE FROM leases WHERE name = ?1 AND owner = ?2
