-- Ids of ended jobs of some lanes and states, oldest first. $3 only after this id, $4 most rows. $1 lanes, $2 states
SELECT h.id FROM unnest($1::integer[], $2::smallint[]) AS r (lane, state)
CROSS JOIN LATERAL (
    SELECT id FROM actorjobs.history WHERE lane = r.lane AND state = r.state AND id > $3 ORDER BY id ASC LIMIT $4) h
ORDER BY h.id ASC LIMIT $4
