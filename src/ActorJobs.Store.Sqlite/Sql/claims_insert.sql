-- ?1 claim_id, ?2 epoch, ?3 node, ?4 claimed_at_ms, ?5 jobs
INSERT INTO claims (claim_id, epoch, node, claimed_at_ms, jobs) VALUES (?1, ?2, ?3, ?4, ?5)
