-- Jobs that wait for others: a row for each that has not ended, or failed and is held for. policy: 0 hold, 1 cancel, 2 run.
CREATE TABLE waits (
    predecessor BLOB NOT NULL,
    successor   BLOB NOT NULL,
    policy      INTEGER NOT NULL,
    PRIMARY KEY (predecessor, successor)
) STRICT, WITHOUT ROWID;

CREATE INDEX waits_successor ON waits (successor);
