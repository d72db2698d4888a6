-- The scheduler's journal, as Akka.Persistence.Sql expects it. Here and not made by that library, so that whoever prepares a
-- database prepares all of it, and nodes need no right to create. Nodes of before this version have made the tables themselves.
CREATE TABLE IF NOT EXISTS actorjobs.event_journal (
    ordering        bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT "PK_event_journal" PRIMARY KEY,
    created         bigint NOT NULL,
    deleted         boolean NOT NULL,
    persistence_id  text NOT NULL,
    sequence_number bigint NOT NULL,
    message         bytea NOT NULL,
    manifest        text,
    identifier      integer,
    writer_uuid     text,
    CONSTRAINT event_journal_uq UNIQUE (persistence_id, sequence_number)
);

CREATE TABLE IF NOT EXISTS actorjobs.event_tag (
    ordering_id    bigint NOT NULL,
    tag            text NOT NULL,
    sequence_nr    bigint NOT NULL,
    persistence_id text NOT NULL,
    CONSTRAINT "PK_event_tag" PRIMARY KEY (ordering_id, tag)
);

CREATE TABLE IF NOT EXISTS actorjobs.event_snapshot (
    persistence_id  text NOT NULL,
    sequence_number bigint NOT NULL,
    created         bigint NOT NULL,
    snapshot        bytea,
    manifest        text,
    serializer_id   integer,
    CONSTRAINT "PK_event_snapshot" PRIMARY KEY (persistence_id, sequence_number)
);
