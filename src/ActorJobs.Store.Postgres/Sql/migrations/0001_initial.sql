-- The first schema of the PostgreSQL store. README.md beside it draws how a job moves through these tables.
--
-- States: 0 scheduled, 1 ready, 2 running, 3 retrying, 4 succeeded, 5 failed, 6 cancelled. A live row is never in state 2:
-- a job runs while its row is ready and a row of claim names its id and its next attempt.

CREATE SCHEMA IF NOT EXISTS actorjobs;

-- A lane is a priority (0 high, 1 normal, 2 low) and a job type.
CREATE TABLE actorjobs.lane (
    lane     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    priority smallint NOT NULL,
    type     text NOT NULL,
    UNIQUE (priority, type)
);

-- Places in the lanes. A transaction that takes some holds a shared advisory lock named after the value before, so that a
-- reader can tell up to where no further place can become visible (lane_floor.sql).
CREATE SEQUENCE actorjobs.position_seq;

CREATE SEQUENCE actorjobs.claim_seq;

-- Live jobs. Small: what ends leaves. Ordered so that no bytes go into alignment.
CREATE TABLE actorjobs.job (
    id               uuid PRIMARY KEY,
    position         bigint NOT NULL,               -- place in the lane; 0 until first ready
    created_at       timestamptz NOT NULL,
    due_at           timestamptz,                   -- null: when it was created
    started_at       timestamptz,                   -- of the last attempt that ended
    lane             integer NOT NULL,
    timeout_ms       integer NOT NULL,
    used             integer NOT NULL DEFAULT 0,    -- attempts that ended without completing it
    retry_base       integer NOT NULL DEFAULT 0,    -- value of used at the last retry by hand
    max_retries      smallint NOT NULL,
    interruptions    smallint NOT NULL DEFAULT 0,
    state            smallint NOT NULL,
    cancel_requested boolean NOT NULL DEFAULT false,
    node             text,                          -- address, of the last attempt that ended
    unique_key       text,
    concurrency_key  text,
    parent           uuid,
    tags             text,                          -- JSON array
    errors           text,                          -- JSON array, oldest first
    payload          bytea NOT NULL                 -- UTF-8 JSON
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 200000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX job_ready ON actorjobs.job (lane, position) WHERE state = 1;
CREATE INDEX job_due ON actorjobs.job (due_at, id) WHERE state IN (0, 3);
CREATE INDEX job_keyed ON actorjobs.job (lane, concurrency_key, position) WHERE concurrency_key IS NOT NULL AND state = 1;

-- Standing claims, one row per batch. jobs and attempts are parallel; first and last bound the ids, so that a search by id
-- reads few rows. A job given back is named in given_back. remaining counts the jobs neither ended nor given back: with the
-- last of them the row goes.
CREATE TABLE actorjobs.claim (
    claim      bigint PRIMARY KEY,
    epoch      bigint NOT NULL,
    node       text NOT NULL,                       -- host:port
    claimed_at timestamptz NOT NULL,
    first_id   uuid NOT NULL,
    last_id    uuid NOT NULL,
    node_uid   integer NOT NULL,
    remaining  integer NOT NULL,
    jobs       uuid[] NOT NULL,
    attempts   integer[] NOT NULL,
    given_back uuid[] NOT NULL DEFAULT '{}'
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0);

-- Ended jobs. Succeeded and cancelled ones go into the ring slot that is current when they end; a slot is emptied as a whole
-- (TRUNCATE) once all in it is older than is kept. Failed ones are kept by number, in a slot of their own.
CREATE TABLE actorjobs.history (
    id               uuid NOT NULL,
    finished_at      timestamptz NOT NULL,
    created_at       timestamptz NOT NULL,
    due_at           timestamptz,
    started_at       timestamptz,
    lane             integer NOT NULL,
    timeout_ms       integer NOT NULL,
    used             integer NOT NULL,              -- number of the last attempt, the completing one included
    retry_base       integer NOT NULL,
    max_retries      smallint NOT NULL,
    interruptions    smallint NOT NULL,
    state            smallint NOT NULL,
    slot             smallint NOT NULL,
    cancel_requested boolean NOT NULL,
    node             text,
    unique_key       text,
    concurrency_key  text,
    parent           uuid,
    tags             text,
    errors           text,
    payload          bytea NOT NULL,
    result           bytea
) PARTITION BY LIST (slot);

CREATE INDEX history_id ON actorjobs.history (id);
CREATE INDEX history_listed ON actorjobs.history (lane, state, id);

CREATE TABLE actorjobs.history_failed PARTITION OF actorjobs.history FOR VALUES IN (-1);
CREATE INDEX history_failed_ended ON actorjobs.history_failed (finished_at);

DO $$
BEGIN
    FOR slot IN 0..14 LOOP
        EXECUTE format('CREATE TABLE actorjobs.history_%s PARTITION OF actorjobs.history FOR VALUES IN (%s)
            WITH (autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_analyze_scale_factor = 0.5)', slot, slot);
    END LOOP;
END $$;

-- The slots of the ring. closed_at: by the clock of the purge that moved on from it; null for an empty one and the current.
CREATE TABLE actorjobs.history_slot (
    slot      smallint PRIMARY KEY,
    opened_at timestamptz,
    closed_at timestamptz
);
INSERT INTO actorjobs.history_slot (slot) SELECT generate_series(0, 14);

-- One row: which slot is current, and the newest reader epoch.
CREATE TABLE actorjobs.queue (
    epoch        bigint NOT NULL,
    history_slot smallint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO actorjobs.queue (epoch, history_slot) VALUES (0, 0);

-- Unique keys, held while state is null (live) and until held_until.
CREATE TABLE actorjobs.unique_key (
    type       text NOT NULL,
    unique_key text NOT NULL,
    job        uuid NOT NULL,
    held_until timestamptz NOT NULL,
    state      smallint,                            -- in which the holder ended
    PRIMARY KEY (type, unique_key)
);
CREATE INDEX unique_key_expiring ON actorjobs.unique_key (held_until) WHERE state IS NOT NULL;

-- Written only for tagged jobs, live and ended.
CREATE TABLE actorjobs.tag (
    tag text NOT NULL,
    job uuid NOT NULL,
    PRIMARY KEY (tag, job)
);
CREATE INDEX tag_job ON actorjobs.tag (job);

CREATE TABLE actorjobs.progress (
    job      uuid PRIMARY KEY,
    fraction double precision NOT NULL,
    at       timestamptz NOT NULL,
    message  text
) WITH (fillfactor = 70);

CREATE TABLE actorjobs.log_line (
    job     uuid NOT NULL,
    line    integer NOT NULL,                       -- grows within the job
    attempt integer NOT NULL,
    at      timestamptz NOT NULL,
    text    text NOT NULL,
    PRIMARY KEY (job, line)
);

-- How many jobs of a lane are in a state. Transactions append differences and touch no row of each other; the sums are the
-- counts. Differences are folded into few rows now and then (counts_fold.sql).
CREATE TABLE actorjobs.count (
    lane      integer NOT NULL,
    scheduled bigint NOT NULL DEFAULT 0,
    ready     bigint NOT NULL DEFAULT 0,            -- not claimed
    running   bigint NOT NULL DEFAULT 0,
    retrying  bigint NOT NULL DEFAULT 0,
    succeeded bigint NOT NULL DEFAULT 0,
    failed    bigint NOT NULL DEFAULT 0,
    cancelled bigint NOT NULL DEFAULT 0
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- priority -1 and type '' mean all.
CREATE TABLE actorjobs.pause (
    priority smallint NOT NULL,
    type     text NOT NULL,
    PRIMARY KEY (priority, type)
);

CREATE TABLE actorjobs.schema_version (version integer NOT NULL);
INSERT INTO actorjobs.schema_version (version) VALUES (0);
