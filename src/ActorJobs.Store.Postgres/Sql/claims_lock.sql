-- Outcomes and recovery meet here: whoever ends attempts holds their claims. $1 claims
SELECT claim FROM actorjobs.claim WHERE claim = ANY ($1::bigint[]) ORDER BY claim FOR NO KEY UPDATE
