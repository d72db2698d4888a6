-- ?1 tag, ?2 job
INSERT INTO tags (tag, job) VALUES (?1, ?2) ON CONFLICT DO NOTHING
