-- Ids of jobs with a tag, newest first. $2 only before this id, $3 most rows. $1 tag
SELECT job FROM actorjobs.tag WHERE tag = $1 AND job < $2 ORDER BY job DESC LIMIT $3
