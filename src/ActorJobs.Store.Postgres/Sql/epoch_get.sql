-- The newest epoch of a partition; 0 while the queue is parted otherwise. $1 index, $2 count
SELECT CASE WHEN $2 = 1 AND epoch <> ALL (partition_epochs) THEN epoch
    WHEN $2 = cardinality(partition_epochs) AND epoch = ANY (partition_epochs) THEN partition_epochs[$1 + 1]
    ELSE 0 END
FROM actorjobs.queue
