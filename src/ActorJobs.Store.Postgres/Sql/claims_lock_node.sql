-- $1 node, $2 its uid
SELECT claim FROM actorjobs.claim WHERE node = $1 AND node_uid = $2 ORDER BY claim FOR UPDATE
