-- A message of the abuse mailbox that was handled, by its identity; times are Unix milliseconds, null when unknown.
CREATE TABLE complaints (
    id         INTEGER PRIMARY KEY,
    identity   TEXT NOT NULL UNIQUE,
    message_id TEXT NOT NULL,
    place      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    category   TEXT NOT NULL,
    reporter   TEXT NOT NULL,
    subject    TEXT NOT NULL,
    dated      INTEGER,
    handled    INTEGER NOT NULL,
    action     TEXT NOT NULL,
    reason     TEXT NOT NULL
);

CREATE INDEX complaints_handled ON complaints (handled);

-- What it says of a host, and what was found of it here. matched: incident, traffic or nothing.
CREATE TABLE complaint_sources (
    complaint    INTEGER NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    source       BLOB NOT NULL,
    port         INTEGER NOT NULL,
    first        INTEGER,
    last         INTEGER,
    zone_assumed INTEGER NOT NULL,
    matched      TEXT NOT NULL,
    seen_first   INTEGER,
    seen_last    INTEGER,
    flows        INTEGER NOT NULL,
    institution  TEXT NOT NULL,
    contact      TEXT NOT NULL,
    PRIMARY KEY (complaint, source)
) WITHOUT ROWID;

CREATE INDEX complaint_sources_source ON complaint_sources (source);
