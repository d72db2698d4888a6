-- $1 priority, $2 type
INSERT INTO actorjobs.lane (priority, type) VALUES ($1, $2) ON CONFLICT DO NOTHING
