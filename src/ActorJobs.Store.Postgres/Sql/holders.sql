-- Who holds unique keys, and in which state it ended (null: it is live). $1 types, $2 keys
SELECT k.type, k.unique_key, k.job, k.state
FROM unnest($1::text[], $2::text[]) AS g (type, unique_key)
JOIN actorjobs.unique_key k ON k.type = g.type AND k.unique_key = g.unique_key
