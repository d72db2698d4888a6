-- Ids of scheduled and retrying jobs of some lanes and states, newest first. $3 only before this id, $4 most rows. $1 lanes, $2 states
SELECT w.id FROM unnest($1::integer[], $2::smallint[]) AS r (lane, state)
CROSS JOIN LATERAL (
    SELECT id FROM actorjobs.job
    WHERE state IN (0, 3) AND lane = r.lane AND state = r.state AND id < $3 ORDER BY id DESC LIMIT $4) w
ORDER BY w.id DESC LIMIT $4
