-- ?1 claim_id, ?2 epoch, ?3 node, ?4 claimed_at_ms, ?5 jobs, ?6 the epoch's partition, ?7 of how many
INSERT INTO claims (claim_id, epoch, node, claimed_at_ms, jobs, partition, partitions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
