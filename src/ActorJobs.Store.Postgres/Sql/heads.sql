-- What a change must know of jobs: running ones with state 2, their claim and node. $1 ids
SELECT j.id, l.priority, l.type, CASE WHEN r.claim IS NULL THEN j.state ELSE 2::smallint END, j.cancel_requested, r.claim, r.node,
    r.node_uid, NULL::uuid
FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.job j ON j.id = ANY (ARRAY[g.id]) JOIN actorjobs.lane l ON l.lane = j.lane
LEFT JOIN LATERAL (
    SELECT c.claim, c.node, c.node_uid FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE j.state = 1 AND j.id BETWEEN c.first_id AND c.last_id AND m.id = j.id AND m.attempt = j.used + 1
        AND j.id <> ALL (c.given_back)
    LIMIT 1) r ON true
UNION ALL
SELECT h.id, l.priority, l.type, h.state, false, NULL, NULL, NULL, k.job
FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.history h ON h.id = ANY (ARRAY[g.id]) JOIN actorjobs.lane l ON l.lane = h.lane
LEFT JOIN actorjobs.unique_key k
    ON k.type = l.type AND k.unique_key = h.unique_key AND k.state IS NULL AND k.job <> h.id
