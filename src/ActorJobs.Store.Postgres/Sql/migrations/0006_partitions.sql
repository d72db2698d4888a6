-- A queue may be parted: each partition has a reader with epochs of its own. queue.epoch is the newest epoch of all, so that a
-- reader of the whole queue, also one of a program that knows no partitions, has lost its own when a partition's reader opens
-- one; and partitions have lost theirs when that newest epoch is none of them. The length of partition_epochs is their number;
-- an epoch of before the queue was parted that way is 0.
ALTER TABLE actorjobs.queue ADD COLUMN partition_epochs bigint[] NOT NULL DEFAULT '{}';

-- Whose epoch made the claim: partition 0 of 1 is the whole queue.
ALTER TABLE actorjobs.claim ADD COLUMN partition smallint NOT NULL DEFAULT 0, ADD COLUMN partitions smallint NOT NULL DEFAULT 1;

-- The partition of a job. So written that it becomes part of the statement that calls it.
CREATE FUNCTION actorjobs.partition_of(id uuid, concurrency_key text, partitions integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (coalesce(hashtext(concurrency_key), uuid_hash(id)) & 2147483647) % partitions
$$;
