-- States: 0 scheduled, 1 ready, 2 running, 3 retrying, 4 succeeded, 5 failed, 6 cancelled (JobState of the contracts).
-- Priorities: 0 high, 1 normal, 2 low. Ids are the 16 bytes of the UUID in big-endian order, so they sort by creation.

-- One row per (priority, type) that was ever used and not purged; keeps rows and index entries short.
CREATE TABLE lanes (
    lane     INTEGER PRIMARY KEY,
    priority INTEGER NOT NULL,
    type     TEXT NOT NULL,
    UNIQUE (priority, type)
) STRICT;

-- Live jobs. State 2 never stands here: a running job is a ready row whose id stands in a claim.
CREATE TABLE jobs (
    id               BLOB PRIMARY KEY NOT NULL,
    lane             INTEGER NOT NULL,
    state            INTEGER NOT NULL,
    position         INTEGER NOT NULL,   -- place in the lane; 0 until first ready
    due_ms           INTEGER NOT NULL,   -- rounded up, so that nothing is due early
    created_ms       INTEGER NOT NULL,
    max_retries      INTEGER NOT NULL,
    timeout_ms       INTEGER NOT NULL,
    used             INTEGER NOT NULL,   -- attempts that ended without completing it
    retry_base       INTEGER NOT NULL,   -- value of used at the last retry by hand
    interruptions    INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL,
    started_ms       INTEGER,            -- of the last attempt that ended
    node             TEXT,               -- address, of the last attempt that ended
    unique_key       TEXT,
    concurrency_key  TEXT,
    parent           BLOB,
    tags             TEXT,               -- JSON array
    errors           TEXT,               -- JSON array, oldest first
    payload          BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX jobs_ready ON jobs (lane, position) WHERE state = 1;
CREATE INDEX jobs_due ON jobs (due_ms) WHERE state IN (0, 3);
CREATE INDEX jobs_keyed ON jobs (lane, concurrency_key, position) WHERE concurrency_key IS NOT NULL AND state = 1;
-- Ends in the id, as every index of a WITHOUT ROWID table: listing by lane and state in order of id.
CREATE INDEX jobs_listed ON jobs (lane, state);

-- Ended jobs.
CREATE TABLE history (
    id               BLOB PRIMARY KEY NOT NULL,
    lane             INTEGER NOT NULL,
    state            INTEGER NOT NULL,
    finished_ms      INTEGER NOT NULL,
    due_ms           INTEGER NOT NULL,
    created_ms       INTEGER NOT NULL,
    max_retries      INTEGER NOT NULL,
    timeout_ms       INTEGER NOT NULL,
    used             INTEGER NOT NULL,   -- number of the last attempt, the completing one included
    retry_base       INTEGER NOT NULL,
    interruptions    INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL,
    started_ms       INTEGER,
    node             TEXT,
    unique_key       TEXT,
    concurrency_key  TEXT,
    parent           BLOB,
    tags             TEXT,
    errors           TEXT,
    payload          BLOB NOT NULL,
    result           BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX history_listed ON history (lane, state);
CREATE INDEX history_ended ON history (finished_ms) WHERE state <> 5;
CREATE INDEX history_failed ON history (finished_ms) WHERE state = 5;

-- Standing claims, one row per batch; jobs holds 20 bytes for each job that still stands: id, attempt (big-endian).
CREATE TABLE claims (
    claim_id      INTEGER PRIMARY KEY,
    epoch         INTEGER NOT NULL,
    node          TEXT NOT NULL,         -- host:port#uid
    claimed_at_ms INTEGER NOT NULL,
    jobs          BLOB NOT NULL
) STRICT;

-- Unique keys, held while state is null (live) and until held_until_ms.
CREATE TABLE unique_keys (
    type          TEXT NOT NULL,
    unique_key    TEXT NOT NULL,
    job           BLOB NOT NULL,
    state         INTEGER,               -- state in which the holder ended
    held_until_ms INTEGER NOT NULL,
    PRIMARY KEY (type, unique_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX unique_keys_expiring ON unique_keys (held_until_ms) WHERE state IS NOT NULL;

-- Written only for tagged jobs.
CREATE TABLE tags (
    tag TEXT NOT NULL,
    job BLOB NOT NULL,
    PRIMARY KEY (tag, job)
) STRICT, WITHOUT ROWID;

CREATE TABLE progress (
    job      BLOB PRIMARY KEY NOT NULL,
    fraction REAL NOT NULL,
    message  TEXT,
    at_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log_lines (
    job     BLOB NOT NULL,
    line    INTEGER NOT NULL,            -- grows within the job
    attempt INTEGER NOT NULL,
    at_ms   INTEGER NOT NULL,
    text    TEXT NOT NULL,
    PRIMARY KEY (job, line)
) STRICT, WITHOUT ROWID;

-- How many jobs of a lane are in a state, running ones under 2. Kept in the transaction of every change, so that counting
-- never scans.
CREATE TABLE counts (
    lane  INTEGER NOT NULL,
    state INTEGER NOT NULL,
    jobs  INTEGER NOT NULL,
    PRIMARY KEY (lane, state)
) STRICT, WITHOUT ROWID;

-- priority -1 and type '' mean all.
CREATE TABLE pauses (
    priority INTEGER NOT NULL,
    type     TEXT NOT NULL,
    PRIMARY KEY (priority, type)
) STRICT, WITHOUT ROWID;

-- Names held by one owner at a time.
CREATE TABLE leases (
    name          TEXT PRIMARY KEY NOT NULL,
    owner         TEXT NOT NULL,
    held_until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- epoch: the newest term. position, claim: numbers up to here may have been given out.
CREATE TABLE sequences (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO sequences (name, value) VALUES ('epoch', 0), ('position', 0), ('claim', 0);
