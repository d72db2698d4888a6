-- ?1 job id. A false match that is not on a 20-byte boundary is left to the caller.
SELECT claim_id, epoch, node, claimed_at_ms, jobs, partition, partitions FROM claims WHERE instr(jobs, ?1) > 0 ORDER BY claim_id
