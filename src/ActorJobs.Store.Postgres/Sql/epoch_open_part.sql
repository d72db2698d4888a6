-- As epoch_open, for a partition; after fence in the same transaction. The queue was parted otherwise when it had another number
-- of partitions, or when the newest epoch is of none of them but of the whole queue. $1 index, $2 count
UPDATE actorjobs.queue
SET epoch = n.epoch, partition_epochs = n.others[:$1::integer] || n.epoch || n.others[$1::integer + 2:]
FROM (SELECT epoch + 1 AS epoch,
        CASE WHEN cardinality(partition_epochs) = $2 AND epoch = ANY (partition_epochs) THEN partition_epochs
            ELSE array_fill(0::bigint, ARRAY[$2]) END AS others
    FROM actorjobs.queue) n
RETURNING n.epoch
