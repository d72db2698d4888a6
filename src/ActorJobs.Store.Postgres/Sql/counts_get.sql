-- How many jobs of each lane are in each state; lanes without any are left out.
SELECT c.lane, l.priority, l.type, c.scheduled, c.ready, c.running, c.retrying, c.succeeded, c.failed, c.cancelled
FROM (
    SELECT lane, sum(scheduled)::bigint AS scheduled, sum(ready)::bigint AS ready, sum(running)::bigint AS running,
        sum(retrying)::bigint AS retrying, sum(succeeded)::bigint AS succeeded, sum(failed)::bigint AS failed,
        sum(cancelled)::bigint AS cancelled
    FROM actorjobs.count GROUP BY lane) c
JOIN actorjobs.lane l ON l.lane = c.lane
WHERE (c.scheduled, c.ready, c.running, c.retrying, c.succeeded, c.failed, c.cancelled) <> (0, 0, 0, 0, 0, 0, 0)
ORDER BY l.priority, l.type
