-- Ids of jobs in claims, of any lane, newest first. $1 only before this id, $2 most rows
SELECT m.id FROM actorjobs.claim c, unnest(c.jobs) AS m (id)
WHERE m.id <> ALL (c.given_back) AND m.id < $1 ORDER BY m.id DESC LIMIT $2
