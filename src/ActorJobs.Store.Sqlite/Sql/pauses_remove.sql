-- ?1 priority or -1, ?2 type or ''
DELETE FROM pauses WHERE priority = ?1 AND type = ?2
