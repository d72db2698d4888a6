-- Takes a unique key from its holder, for another job of the same transaction; after fence. $1 type, $2 key, $3 holder
DELETE FROM actorjobs.unique_key WHERE type = $1 AND unique_key = $2 AND job = $3
