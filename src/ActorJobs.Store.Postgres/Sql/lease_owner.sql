-- $1 name
SELECT owner FROM actorjobs.lease WHERE name = $1 AND held_until > clock_timestamp()
