-- Those of some jobs that have not ended. $1 ids
SELECT j.id FROM unnest($1::uuid[]) AS g (id) JOIN actorjobs.job j ON j.id = ANY (ARRAY[g.id])
