-- ?1 index, ?2 count, ?3 epoch
INSERT INTO epochs (partition, partitions, epoch) VALUES (?1, ?2, ?3)
ON CONFLICT (partition) DO UPDATE SET epoch = excluded.epoch
