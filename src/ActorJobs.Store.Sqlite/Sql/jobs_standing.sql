-- What a reader that takes over must know of a claimed job. ?1 id
SELECT lanes.priority, lanes.type, jobs.concurrency_key, jobs.interruptions
FROM jobs JOIN lanes USING (lane) WHERE jobs.id = ?1
