-- After fence_alone in the same transaction.
UPDATE actorjobs.queue SET epoch = epoch + 1 RETURNING epoch
