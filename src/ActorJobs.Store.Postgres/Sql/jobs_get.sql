-- All that is known of jobs but their logs, live or ended; claimed_at and the claim's node when one runs. $1 ids
SELECT j.id, l.priority, l.type, j.state, j.used, j.max_retries, j.timeout_ms, j.created_at, j.due_at, j.started_at,
    NULL::timestamptz AS finished_at, j.node, j.payload, NULL::bytea AS result, j.errors, j.unique_key, j.concurrency_key, j.tags,
    j.parent, j.cancel_requested, p.fraction, p.message, p.at, r.node, r.claimed_at, j.trace
FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.job j ON j.id = ANY (ARRAY[g.id]) JOIN actorjobs.lane l ON l.lane = j.lane
LEFT JOIN actorjobs.progress p ON p.job = j.id
LEFT JOIN LATERAL (
    SELECT c.node, c.claimed_at FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
    WHERE j.state = 1 AND j.id BETWEEN c.first_id AND c.last_id AND m.id = j.id AND m.attempt = j.used + 1
        AND j.id <> ALL (c.given_back)
    LIMIT 1) r ON true
UNION ALL
SELECT h.id, l.priority, l.type, h.state, h.used, h.max_retries, h.timeout_ms, h.created_at, h.due_at, h.started_at,
    h.finished_at, h.node, h.payload, h.result, h.errors, h.unique_key, h.concurrency_key, h.tags,
    h.parent, h.cancel_requested, p.fraction, p.message, p.at, NULL, NULL, h.trace
FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.history h ON h.id = ANY (ARRAY[g.id]) JOIN actorjobs.lane l ON l.lane = h.lane
LEFT JOIN actorjobs.progress p ON p.job = h.id
