-- Ids of failed jobs whose last error contains a text, oldest first. $2 only after this id, $3 most rows. $1 text in lower case
-- Reads all failures, which are few and small.
SELECT job FROM actorjobs.failure WHERE strpos(lower(message), $1) > 0 AND job > $2 ORDER BY job LIMIT $3
