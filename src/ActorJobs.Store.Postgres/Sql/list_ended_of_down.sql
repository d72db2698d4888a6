-- Ids of ended jobs of some lanes and states, newest first. $3 only before this id, $4 most rows. $1 lanes, $2 states
SELECT h.id FROM unnest($1::integer[], $2::smallint[]) AS r (lane, state)
CROSS JOIN LATERAL (
    SELECT id FROM actorjobs.history WHERE lane = r.lane AND state = r.state AND id < $3 ORDER BY id DESC LIMIT $4) h
ORDER BY h.id DESC LIMIT $4
