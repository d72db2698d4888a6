-- Ids of ready rows of lanes that hold many of them, so that they are soon found among all, oldest first. $2 only after this id, $3 most rows. $1 lanes
-- The sums keep it on the ids: by lane all of them would be read and sorted.
SELECT id FROM actorjobs.job WHERE state + 0 = 1 AND lane + 0 = ANY ($1::integer[]) AND id > $2 ORDER BY id ASC LIMIT $3
