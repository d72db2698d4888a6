-- Ids of jobs with a tag, oldest first. $2 only after this id, $3 most rows. $1 tag
SELECT job FROM actorjobs.tag WHERE tag = $1 AND job > $2 ORDER BY job ASC LIMIT $3
