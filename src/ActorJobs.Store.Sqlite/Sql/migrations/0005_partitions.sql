-- The newest epoch of each partition, all of the number the queue is parted into now: 0 of 1 is the whole queue. An epoch is
-- taken from sequences, above all of before.
CREATE TABLE epochs (
    partition  INTEGER PRIMARY KEY,
    partitions INTEGER NOT NULL,
    epoch      INTEGER NOT NULL
) STRICT;

INSERT INTO epochs (partition, partitions, epoch) SELECT 0, 1, value FROM sequences WHERE name = 'epoch';

-- Whose epoch made the claim.
ALTER TABLE claims ADD COLUMN partition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN partitions INTEGER NOT NULL DEFAULT 1;
