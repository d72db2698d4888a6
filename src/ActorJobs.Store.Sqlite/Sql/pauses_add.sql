-- ?1 priority or -1, ?2 type or ''
INSERT INTO pauses (priority, type) VALUES (?1, ?2) ON CONFLICT DO NOTHING
