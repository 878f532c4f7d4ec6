-- How far each followed log has been read. Written together with what was read, so that a killed sensor loses and repeats nothing.
CREATE TABLE log_positions (
    path  TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL
) WITHOUT ROWID;

-- Learned message types; times are Unix milliseconds, detail is all of it as JSON.
CREATE TABLE log_types (
    id      INTEGER NOT NULL PRIMARY KEY,
    program TEXT NOT NULL,
    lines   INTEGER NOT NULL,
    last    INTEGER,
    detail  TEXT NOT NULL
);

-- Intervals between the lines of a program, by hour and length.
CREATE TABLE log_intervals (
    host    TEXT NOT NULL,
    program TEXT NOT NULL,
    last    INTEGER NOT NULL,
    counts  BLOB NOT NULL,
    PRIMARY KEY (host, program)
) WITHOUT ROWID;

-- kind is the name of LogFindingKind; until is the end of a gap.
CREATE TABLE log_findings (
    kind     TEXT NOT NULL,
    time     INTEGER NOT NULL,
    host     TEXT NOT NULL,
    program  TEXT NOT NULL,
    template TEXT NOT NULL,
    text     TEXT NOT NULL,
    words    TEXT NOT NULL,
    lines    INTEGER NOT NULL,
    until    INTEGER,
    PRIMARY KEY (kind, time, host, program, template)
) WITHOUT ROWID;

CREATE INDEX log_findings_time ON log_findings (time);
