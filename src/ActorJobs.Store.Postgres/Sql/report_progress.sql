-- Keeps the newest progress of live jobs. $1 jobs, $2 fractions, $3 messages, $4 times
INSERT INTO actorjobs.progress AS p (job, fraction, message, at)
SELECT g.id, g.fraction, g.message, g.at
FROM unnest($1::uuid[], $2::double precision[], $3::text[], $4::timestamptz[]) AS g (id, fraction, message, at)
JOIN actorjobs.job j ON j.id = ANY (ARRAY[g.id]) AND j.state >= 0
ON CONFLICT (job) DO UPDATE SET fraction = excluded.fraction, message = excluded.message, at = excluded.at
