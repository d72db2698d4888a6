-- ?1 claim_id, ?2 jobs that still stand
UPDATE claims SET jobs = ?2 WHERE claim_id = ?1
