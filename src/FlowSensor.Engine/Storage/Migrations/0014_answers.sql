-- What was counted in packets. kind as in spans: 0 a window, 1 a clock hour; start is Unix milliseconds; most is the largest count of one window in it.
CREATE TABLE inspections (
    kind  INTEGER NOT NULL,
    part  TEXT NOT NULL,
    start INTEGER NOT NULL,
    name  TEXT NOT NULL,
    count INTEGER NOT NULL,
    most  INTEGER NOT NULL,
    PRIMARY KEY (kind, part, start, name)
) WITHOUT ROWID;

CREATE INDEX inspections_start ON inspections (kind, start);

-- The least and the most of one window of an hour, in counts a second, so that a curve over a month keeps its peaks.
CREATE TABLE service_peaks (
    span                    INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service                 INTEGER NOT NULL REFERENCES service_directions (id),
    windows                 INTEGER NOT NULL,
    seconds                 REAL NOT NULL,
    least_flows             REAL NOT NULL,
    most_flows              REAL NOT NULL,
    least_packets           REAL NOT NULL,
    most_packets            REAL NOT NULL,
    least_octets            REAL NOT NULL,
    most_octets             REAL NOT NULL,
    least_estimated_packets REAL NOT NULL,
    most_estimated_packets  REAL NOT NULL,
    least_estimated_octets  REAL NOT NULL,
    most_estimated_octets   REAL NOT NULL,
    least_sources           INTEGER NOT NULL,
    most_sources            INTEGER NOT NULL,
    PRIMARY KEY (span, service)
) WITHOUT ROWID;

-- The first sources of an hour or day by each of four measures, and in leader_bounds the most that any other source of it can have:
-- enough to find the first ones of a month without adding up all sources.
CREATE TABLE leaders (
    span         INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service      INTEGER NOT NULL REFERENCES service_directions (id),
    source       BLOB NOT NULL,
    flows        INTEGER NOT NULL,
    packets      INTEGER NOT NULL,
    octets       INTEGER NOT NULL,
    destinations INTEGER NOT NULL,
    PRIMARY KEY (span, service, source)
) WITHOUT ROWID;

CREATE TABLE leader_bounds (
    span         INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service      INTEGER NOT NULL REFERENCES service_directions (id),
    flows        INTEGER NOT NULL,
    packets      INTEGER NOT NULL,
    octets       INTEGER NOT NULL,
    destinations INTEGER NOT NULL,
    PRIMARY KEY (span, service)
) WITHOUT ROWID;

CREATE TABLE incident_notes (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    incident TEXT NOT NULL,
    time     INTEGER NOT NULL,
    author   TEXT NOT NULL,
    text     TEXT NOT NULL
);

CREATE INDEX incident_notes_incident ON incident_notes (incident, id);
