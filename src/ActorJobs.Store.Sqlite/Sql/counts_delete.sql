-- ?1 lane
DELETE FROM counts WHERE lane = ?1
