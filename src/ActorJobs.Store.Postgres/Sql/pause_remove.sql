-- $1 priority, $2 type
DELETE FROM actorjobs.pause WHERE priority = $1 AND type = $2
