-- Ids of live jobs, newest first. $1 only before this id, $2 most rows
SELECT id FROM actorjobs.job WHERE id < $1 ORDER BY id DESC LIMIT $2
