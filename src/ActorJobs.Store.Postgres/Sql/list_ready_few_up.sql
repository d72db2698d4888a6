-- Ids of ready rows of lanes that hold few of them, oldest first. $2 only after this id, $3 most rows. $1 lanes
-- OFFSET keeps it on the lanes: by id the jobs of all would be read.
SELECT j.id FROM unnest($1::integer[]) AS r (lane)
CROSS JOIN LATERAL (SELECT id FROM actorjobs.job WHERE lane = r.lane AND state = 1 AND position > 0 OFFSET 0) j
WHERE j.id > $2
ORDER BY j.id ASC LIMIT $3
