-- Times are Unix milliseconds of event time. contributions is a JSON list of {feature, value, points, words}.
CREATE TABLE incidents (
    id              TEXT PRIMARY KEY,
    kind            TEXT NOT NULL,
    rule            TEXT NOT NULL,
    source          BLOB,
    peer            BLOB,
    group_name      TEXT NOT NULL,
    role            TEXT NOT NULL,
    suspected       INTEGER NOT NULL,
    opened          INTEGER NOT NULL,
    detected        INTEGER NOT NULL,
    last_seen       INTEGER NOT NULL,
    closed          INTEGER,
    severity        INTEGER NOT NULL,
    peak            INTEGER NOT NULL,
    contributions   TEXT NOT NULL,
    handshake       TEXT NOT NULL,
    forged          INTEGER NOT NULL,
    windows         INTEGER NOT NULL,
    gap             INTEGER NOT NULL,
    flows           INTEGER NOT NULL,
    packets         INTEGER NOT NULL,
    octets          INTEGER NOT NULL,
    peers           INTEGER NOT NULL,
    sources         INTEGER NOT NULL,
    next_hop        BLOB,
    muted           INTEGER NOT NULL,
    acknowledged_by TEXT NOT NULL,
    institution     TEXT NOT NULL,
    contact         TEXT NOT NULL,
    name            TEXT NOT NULL,
    lists           TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX incidents_opened ON incidents (opened);
CREATE INDEX incidents_source ON incidents (source);

CREATE TABLE incident_changes (
    incident TEXT NOT NULL,
    time     INTEGER NOT NULL,
    change   TEXT NOT NULL,
    severity INTEGER NOT NULL,
    PRIMARY KEY (incident, time, change)
) WITHOUT ROWID;

-- action: mute, exclude or acknowledge; empty rule or incident and no network: for all.
CREATE TABLE silences (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    action   TEXT NOT NULL,
    rule     TEXT NOT NULL,
    network  TEXT NOT NULL,
    incident TEXT NOT NULL,
    "from"   INTEGER NOT NULL,
    until    INTEGER NOT NULL,
    author   TEXT NOT NULL,
    reason   TEXT NOT NULL
);

-- host: the suspicious one, at either end of the flow.
CREATE TABLE evidence_flows (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        BLOB NOT NULL,
    source      BLOB NOT NULL,
    destination BLOB NOT NULL,
    source_port INTEGER NOT NULL,
    destination_port INTEGER NOT NULL,
    protocol    INTEGER NOT NULL,
    tcp_flags   INTEGER NOT NULL,
    packets     INTEGER NOT NULL,
    octets      INTEGER NOT NULL,
    first       INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    exporter    BLOB,
    next_hop    BLOB
);

CREATE INDEX evidence_flows_host ON evidence_flows (host, last);
CREATE INDEX evidence_flows_last ON evidence_flows (last);

-- One row a suspicious source, rule and window; smtp is a JSON object of what servers answered, or empty.
CREATE TABLE evidence_windows (
    host     BLOB NOT NULL,
    rule     TEXT NOT NULL,
    start    INTEGER NOT NULL,
    "end"    INTEGER NOT NULL,
    ratio    REAL NOT NULL,
    severity INTEGER NOT NULL,
    flows    INTEGER NOT NULL,
    packets  INTEGER NOT NULL,
    octets   INTEGER NOT NULL,
    peers    INTEGER NOT NULL,
    smtp     TEXT NOT NULL,
    PRIMARY KEY (host, rule, start)
) WITHOUT ROWID;

CREATE INDEX evidence_windows_end ON evidence_windows ("end");
