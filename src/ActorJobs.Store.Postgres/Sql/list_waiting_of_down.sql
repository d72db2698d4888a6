-- Ids of scheduled and retrying jobs of some lanes and states, newest first. $3 only before this id, $4 most rows. $1 lanes, $2 states
-- Rows are compared whole: see list_ended_of_down.
SELECT w.id FROM unnest($1::integer[], $2::smallint[]) AS r (lane, state)
CROSS JOIN LATERAL (
    SELECT id FROM actorjobs.job
    WHERE state IN (0, 3) AND (lane, state, id) < (r.lane, r.state, $3)
        AND (lane, state, id) >= (r.lane, r.state, '00000000-0000-0000-0000-000000000000'::uuid)
    ORDER BY lane DESC, state DESC, id DESC LIMIT $4) w
ORDER BY w.id DESC LIMIT $4
