-- Ids of live jobs, oldest first. $1 only after this id, $2 most rows
SELECT id FROM actorjobs.job WHERE id > $1 ORDER BY id ASC LIMIT $2
