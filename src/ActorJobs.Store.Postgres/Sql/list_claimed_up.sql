-- Ids of jobs in claims, of any lane, oldest first. $1 only after this id, $2 most rows
SELECT m.id FROM actorjobs.claim c, unnest(c.jobs) AS m (id)
WHERE m.id <> ALL (c.given_back) AND m.id > $1 ORDER BY m.id ASC LIMIT $2
