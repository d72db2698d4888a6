SELECT claim_id, epoch, node, claimed_at_ms, jobs, partition, partitions FROM claims ORDER BY claim_id
