-- ?1 predecessor, ?2 successor, ?3 policy
INSERT INTO waits (predecessor, successor, policy) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
