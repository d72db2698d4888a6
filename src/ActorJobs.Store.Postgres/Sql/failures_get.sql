-- Failed jobs by type and message.
SELECT l.type, f.class, f.message, count(*), min(f.failed_at), max(f.failed_at), (array_agg(f.job ORDER BY f.job DESC))[1]
FROM (SELECT job, failed_at, lane, class, left(message, 300) AS message FROM actorjobs.failure) f
JOIN actorjobs.lane l ON l.lane = f.lane
GROUP BY l.type, f.class, f.message
