-- Ids of failed jobs whose last error contains a text, newest first. $2 only before this id, $3 most rows. $1 text in lower case
-- Reads all failures, which are few and small.
SELECT job FROM actorjobs.failure WHERE strpos(lower(message), $1) > 0 AND job < $2 ORDER BY job DESC LIMIT $3
