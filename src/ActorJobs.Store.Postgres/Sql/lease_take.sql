-- Writes a row if it is the owner's now. $1 name, $2 owner, $3 how long
INSERT INTO actorjobs.lease AS l (name, owner, held_until) VALUES ($1, $2, clock_timestamp() + $3)
ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, held_until = excluded.held_until
WHERE l.owner = excluded.owner OR l.held_until <= clock_timestamp()
