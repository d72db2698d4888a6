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

-- Places in the lanes, about a million of them for each number: a statement takes one number, however many jobs it makes
-- ready. Its transaction holds a shared advisory lock named after the number before, so that a reader can tell up to where no
-- further place can become visible (position_hold.sql, lane_holds.sql).
CREATE SEQUENCE actorjobs.position_seq;
SELECT setval('actorjobs.position_seq', 1); -- so that its last_value is always a number taken before

CREATE FUNCTION actorjobs.next_places() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT nextval('actorjobs.position_seq') << 20
$$;

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
CREATE INDEX job_waiting ON actorjobs.job (lane, state, id) WHERE state IN (0, 3);
CREATE INDEX job_keyed ON actorjobs.job (lane, concurrency_key, position) WHERE concurrency_key IS NOT NULL AND state = 1;

-- For people who search by key or parent: written only for jobs that have one.
CREATE INDEX job_waiting_keyed ON actorjobs.job (concurrency_key, id) WHERE concurrency_key IS NOT NULL AND state IN (0, 3);
CREATE INDEX job_parent ON actorjobs.job (parent, id) WHERE parent IS NOT NULL;

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

-- Claims whose jobs overlap with others: those of older jobs, dead rows of them too, are not looked at.
CREATE INDEX claim_last ON actorjobs.claim (last_id);

-- Ids do not compress; numbers of attempts do.
ALTER TABLE actorjobs.claim ALTER COLUMN jobs SET STORAGE EXTERNAL;

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
CREATE INDEX history_unique ON actorjobs.history (unique_key, id) WHERE unique_key IS NOT NULL;
CREATE INDEX history_keyed ON actorjobs.history (concurrency_key, id) WHERE concurrency_key IS NOT NULL;
CREATE INDEX history_parent ON actorjobs.history (parent, id) WHERE parent IS NOT NULL;

CREATE TABLE actorjobs.history_failed PARTITION OF actorjobs.history FOR VALUES IN (-1);
CREATE INDEX history_failed_ended ON actorjobs.history_failed (finished_at);

-- The last error of each failed job as a small row: who groups failures or searches by error reads these, not jobs with all
-- their stacks. Kept by triggers of the slot of failed jobs, so jobs that end otherwise pay nothing.
CREATE TABLE actorjobs.failure (
    job       uuid PRIMARY KEY,
    failed_at timestamptz NOT NULL,
    lane      integer NOT NULL,
    class     text NOT NULL,
    message   text NOT NULL                         -- its first 1000 characters
);

CREATE FUNCTION actorjobs.note_failure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- No text of PostgreSQL holds the character that JSON writes as \u0000.
    last_error json := replace(NEW.errors::text, '\u0000', '\ufffd')::json -> -1;
BEGIN
    INSERT INTO actorjobs.failure (job, failed_at, lane, class, message)
    VALUES (NEW.id, NEW.finished_at, NEW.lane, coalesce(last_error ->> 'class', 'Recoverable'),
        left(coalesce(last_error ->> 'message', ''), 1000))
    ON CONFLICT (job) DO UPDATE SET failed_at = excluded.failed_at, lane = excluded.lane, class = excluded.class,
        message = excluded.message;
    RETURN NULL;
END $$;

CREATE FUNCTION actorjobs.forget_failure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM actorjobs.failure WHERE job = OLD.id;
    RETURN NULL;
END $$;

CREATE TRIGGER failure_noted AFTER INSERT ON actorjobs.history_failed FOR EACH ROW EXECUTE FUNCTION actorjobs.note_failure();
CREATE TRIGGER failure_gone AFTER DELETE ON actorjobs.history_failed FOR EACH ROW EXECUTE FUNCTION actorjobs.forget_failure();

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

-- Adds an error to those of a job, both JSON, and keeps the newest 20.
CREATE FUNCTION actorjobs.with_error(errors text, error text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN error IS NULL THEN errors
        WHEN errors IS NULL THEN '[' || error || ']'
        WHEN json_array_length(errors::json) < 20 THEN left(errors, -1) || ',' || error || ']'
        ELSE (SELECT '[' || string_agg(e.value::text, ',' ORDER BY e.place) || ',' || error || ']'
            FROM json_array_elements(errors::json) WITH ORDINALITY AS e (value, place)
            WHERE e.place > json_array_length(errors::json) - 19)
    END
$$;

-- Adds one job inside the caller's own transaction; it can be seen when that commits. It is due at once or later, never ready:
-- a job gets its place in a lane from the cluster, in a short transaction, and not from one that may stay open for an hour.
-- Answers the job, its state, and whether nothing was added because another job holds the unique key. Rules are the caller's.
CREATE FUNCTION actorjobs.enqueue_job(
    id uuid, type text, priority smallint, payload bytea, run_at timestamptz, delay interval, max_retries integer,
    timeout_ms integer, unique_key text, unique_for interval, concurrency_key text, tags text[], tags_text text, parent uuid,
    notify boolean)
RETURNS TABLE (job_id uuid, state smallint, duplicate boolean) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    now_at      timestamptz := clock_timestamp();
    due         timestamptz := greatest(coalesce(enqueue_job.run_at, now_at + enqueue_job.delay, now_at), now_at);
    lane_number integer;
BEGIN
    RETURN QUERY SELECT j.id, j.state, false FROM actorjobs.job j WHERE j.id = enqueue_job.id
        UNION ALL SELECT h.id, h.state, false FROM actorjobs.history h WHERE h.id = enqueue_job.id;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT l.lane INTO lane_number FROM actorjobs.lane l WHERE l.priority = enqueue_job.priority AND l.type = enqueue_job.type;
    IF lane_number IS NULL THEN
        INSERT INTO actorjobs.lane (priority, type) VALUES (enqueue_job.priority, enqueue_job.type) ON CONFLICT DO NOTHING;
        SELECT l.lane INTO lane_number FROM actorjobs.lane l
        WHERE l.priority = enqueue_job.priority AND l.type = enqueue_job.type;
    END IF;
    IF enqueue_job.unique_key IS NOT NULL THEN
        INSERT INTO actorjobs.unique_key AS k (type, unique_key, job, held_until)
        VALUES (enqueue_job.type, enqueue_job.unique_key, enqueue_job.id,
            now_at + coalesce(enqueue_job.unique_for, interval '0'))
        ON CONFLICT (type, unique_key) DO UPDATE
        SET job = excluded.job, state = NULL, held_until = greatest(k.held_until, excluded.held_until)
        WHERE k.state IS NOT NULL AND k.held_until <= now_at;
        IF NOT FOUND THEN
            RETURN QUERY SELECT k.job, coalesce(k.state, j.state, 1::smallint), true
                FROM actorjobs.unique_key k LEFT JOIN actorjobs.job j ON j.id = k.job
                WHERE k.type = enqueue_job.type AND k.unique_key = enqueue_job.unique_key;
            RETURN;
        END IF;
    END IF;
    INSERT INTO actorjobs.job (id, position, created_at, due_at, lane, timeout_ms, max_retries, state, unique_key,
        concurrency_key, parent, tags, payload)
    VALUES (enqueue_job.id, 0, now_at, due, lane_number, enqueue_job.timeout_ms, enqueue_job.max_retries, 0,
        enqueue_job.unique_key, enqueue_job.concurrency_key, enqueue_job.parent, enqueue_job.tags_text, enqueue_job.payload);
    INSERT INTO actorjobs.count (lane, scheduled) VALUES (lane_number, 1);
    INSERT INTO actorjobs.tag (tag, job)
    SELECT DISTINCT t, enqueue_job.id FROM unnest(enqueue_job.tags) AS t ON CONFLICT DO NOTHING;
    IF enqueue_job.notify AND due <= now_at THEN
        PERFORM pg_notify('actorjobs', '');
    END IF;
    RETURN QUERY SELECT enqueue_job.id, 0::smallint, false;
END $$;

-- A new id: a UUID of version 7 (RFC 9562, 5.7), so that later jobs sort later.
CREATE FUNCTION actorjobs.new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(random_part, 14, 3) || substr(random_part, 17))::uuid
    FROM (SELECT replace(gen_random_uuid()::text, '-', '') AS random_part) r
$$;

-- Enqueues a job from psql or any program that speaks SQL, inside its own transaction: the job appears when that commits, or
-- not at all. For example
--   SELECT * FROM actorjobs.enqueue('email', '{"to": "ada@example.com"}', priority => 'high', delay => '10 minutes');
-- state is 'scheduled' until the cluster takes the job up, which a notification makes it do at once. A notification makes
-- commits wait for each other (PostgreSQL's rule, not ours): with notify => false the job is found within SCHEDULER_INTERVAL.
-- A unique key that another open transaction has just taken is waited for, as any unique constraint is.
CREATE FUNCTION actorjobs.enqueue(
    type text, payload jsonb DEFAULT '{}', priority text DEFAULT 'normal', run_at timestamptz DEFAULT NULL,
    delay interval DEFAULT NULL, max_retries integer DEFAULT 3, timeout interval DEFAULT '5 minutes',
    unique_key text DEFAULT NULL, unique_for interval DEFAULT NULL, concurrency_key text DEFAULT NULL,
    tags text[] DEFAULT '{}', id uuid DEFAULT NULL, notify boolean DEFAULT true)
RETURNS TABLE (job_id uuid, state text, duplicate boolean) LANGUAGE plpgsql AS $$
DECLARE
    fault  text[] := '{}';
    number smallint := array_position(ARRAY['high', 'normal', 'low'], priority) - 1;
BEGIN
    IF type IS NULL OR type !~ '^[A-Za-z0-9._:/-]{1,128}$' THEN
        fault := fault || 'type must have 1 to 128 letters, digits or . _ : / - characters.'::text;
    END IF;
    IF payload IS NULL OR octet_length(payload::text) > 262144 THEN
        fault := fault || 'payload must be JSON of at most 262144 bytes.'::text;
    END IF;
    IF number IS NULL THEN
        fault := fault || 'priority must be high, normal or low.'::text;
    END IF;
    IF run_at IS NOT NULL AND delay IS NOT NULL THEN
        fault := fault || 'run_at and delay exclude each other; give one.'::text;
    END IF;
    IF delay < interval '0' OR delay > interval '3660 days' OR run_at > clock_timestamp() + interval '3660 days' THEN
        fault := fault || 'delay and run_at must lie within 3660 days from now.'::text;
    END IF;
    IF max_retries IS NULL OR max_retries NOT BETWEEN 0 AND 100 THEN
        fault := fault || 'max_retries must be from 0 to 100.'::text;
    END IF;
    IF timeout IS NULL OR timeout < interval '100 milliseconds' OR timeout > interval '7 days' THEN
        fault := fault || 'timeout must be from 100 milliseconds to 7 days.'::text;
    END IF;
    IF length(unique_key) NOT BETWEEN 1 AND 256 OR length(concurrency_key) NOT BETWEEN 1 AND 256 THEN
        fault := fault || 'unique_key and concurrency_key must have 1 to 256 characters.'::text;
    END IF;
    IF unique_for IS NOT NULL AND (unique_key IS NULL OR unique_for <= interval '0' OR unique_for > interval '3660 days') THEN
        fault := fault || 'unique_for needs a unique_key and must be above 0 and at most 3660 days.'::text;
    END IF;
    IF cardinality(tags) > 16 OR EXISTS (SELECT 1 FROM unnest(tags) t WHERE t IS NULL OR length(t) NOT BETWEEN 1 AND 64) THEN
        fault := fault || 'tags must be at most 16 of 1 to 64 characters.'::text;
    END IF;
    IF cardinality(fault) > 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'actorjobs.enqueue: ' || array_to_string(fault, ' ');
    END IF;
    RETURN QUERY SELECT e.job_id, (ARRAY['scheduled', 'ready', 'running', 'retrying', 'succeeded', 'failed', 'cancelled'])[e.state + 1],
            e.duplicate
        FROM actorjobs.enqueue_job(coalesce(enqueue.id, actorjobs.new_id()), enqueue.type, number,
            convert_to(enqueue.payload::text, 'UTF8'), enqueue.run_at, enqueue.delay, enqueue.max_retries,
            (extract(epoch FROM enqueue.timeout) * 1000)::integer, enqueue.unique_key, enqueue.unique_for,
            enqueue.concurrency_key, enqueue.tags,
            CASE WHEN cardinality(enqueue.tags) > 0 THEN to_json(ARRAY(SELECT DISTINCT t FROM unnest(enqueue.tags) AS t))::text END,
            NULL, enqueue.notify) e;
END $$;

-- All jobs, live and ended, for people who look with psql.
CREATE VIEW actorjobs.jobs AS
SELECT j.id, l.type, (ARRAY['high', 'normal', 'low'])[l.priority + 1] AS priority,
    CASE WHEN j.state = 1 AND EXISTS (
            SELECT 1 FROM actorjobs.claim c, unnest(c.jobs, c.attempts) AS m (id, attempt)
            WHERE j.id BETWEEN c.first_id AND c.last_id AND m.id = j.id AND m.attempt = j.used + 1
                AND j.id <> ALL (c.given_back))
        THEN 'running' ELSE (ARRAY['scheduled', 'ready', 'running', 'retrying'])[j.state + 1] END AS state,
    j.used AS attempts_used, j.created_at, coalesce(j.due_at, j.created_at) AS run_at, j.started_at,
    NULL::timestamptz AS finished_at, j.node, convert_from(j.payload, 'UTF8') AS payload, NULL AS result, j.errors, j.unique_key,
    j.concurrency_key, j.tags, j.parent
FROM actorjobs.job j JOIN actorjobs.lane l ON l.lane = j.lane
UNION ALL
SELECT h.id, l.type, (ARRAY['high', 'normal', 'low'])[l.priority + 1],
    (ARRAY['succeeded', 'failed', 'cancelled'])[h.state - 3], h.used, h.created_at, coalesce(h.due_at, h.created_at),
    h.started_at, h.finished_at, h.node, convert_from(h.payload, 'UTF8'), convert_from(h.result, 'UTF8'), h.errors, h.unique_key,
    h.concurrency_key, h.tags, h.parent
FROM actorjobs.history h JOIN actorjobs.lane l ON l.lane = h.lane;

-- Names held by one owner at a time.
CREATE TABLE actorjobs.lease (
    name       text PRIMARY KEY,
    owner      text NOT NULL,
    held_until timestamptz NOT NULL
);

CREATE TABLE actorjobs.schema_version (version integer NOT NULL);
INSERT INTO actorjobs.schema_version (version) VALUES (0);
