-- Ids of ended jobs of some lanes and states, newest first. $3 only before this id, $4 most rows. $1 lanes, $2 states
-- Rows are compared whole, and sorted so: only the index by lane, state and id serves that. With equations the planner may
-- walk down all ids and look for the few of a state that has hardly any.
SELECT h.id FROM unnest($1::integer[], $2::smallint[]) AS r (lane, state)
CROSS JOIN LATERAL (
    SELECT id FROM actorjobs.history
    WHERE (lane, state, id) < (r.lane, r.state, $3)
        AND (lane, state, id) >= (r.lane, r.state, '00000000-0000-0000-0000-000000000000'::uuid)
    ORDER BY lane DESC, state DESC, id DESC LIMIT $4) h
ORDER BY h.id DESC LIMIT $4
