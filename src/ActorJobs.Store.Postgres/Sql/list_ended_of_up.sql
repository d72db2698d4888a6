-- Ids of ended jobs of some lanes and states, oldest first. $3 only after this id, $4 most rows. $1 lanes, $2 states
-- Rows are compared whole: see list_ended_of_down.
SELECT h.id FROM unnest($1::integer[], $2::smallint[]) AS r (lane, state)
CROSS JOIN LATERAL (
    SELECT id FROM actorjobs.history
    WHERE (lane, state, id) > (r.lane, r.state, $3)
        AND (lane, state, id) <= (r.lane, r.state, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
    ORDER BY lane, state, id LIMIT $4) h
ORDER BY h.id LIMIT $4
