-- Removes unique keys of ended jobs whose time is over. $1 now, $2 most rows
DELETE FROM actorjobs.unique_key k
USING (SELECT type, unique_key FROM actorjobs.unique_key WHERE state IS NOT NULL AND held_until <= $1
    ORDER BY held_until LIMIT $2) o
WHERE k.type = o.type AND k.unique_key = o.unique_key
