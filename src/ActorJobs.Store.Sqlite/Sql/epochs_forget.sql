-- ?1 count: those of another are powerless
DELETE FROM epochs WHERE partitions <> ?1
