-- ?1 claim_id
DELETE FROM claims WHERE claim_id = ?1
