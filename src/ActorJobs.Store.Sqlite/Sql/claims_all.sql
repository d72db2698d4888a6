SELECT claim_id, epoch, node, claimed_at_ms, jobs FROM claims ORDER BY claim_id
