-- What a job waits for. $1 successor
SELECT predecessor FROM actorjobs.waits WHERE successor = $1 ORDER BY predecessor
