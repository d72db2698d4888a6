-- $1 name, $2 owner
DELETE FROM actorjobs.lease WHERE name = $1 AND owner = $2
