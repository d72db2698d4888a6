-- Those of the claims of a node that a partition adopts. $1 node, $2 its uid, $3 index, $4 count
SELECT claim FROM actorjobs.claim WHERE node = $1 AND node_uid = $2 AND partition % $4 = $3 ORDER BY claim FOR UPDATE
