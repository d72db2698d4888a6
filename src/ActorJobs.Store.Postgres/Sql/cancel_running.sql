-- Leaves a mark on running jobs; after claims_lock in the same transaction. $1 ids
UPDATE actorjobs.job SET cancel_requested = true WHERE id = ANY ($1::uuid[]) AND NOT cancel_requested
