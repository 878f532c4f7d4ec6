-- Hours whose windows' bands are summed up, so that a question over a month about what only windows keep adds up hours
-- (docs/decisions/0273-bands-of-windows-by-hour.md). Hours of before are filled in by the sensor as it runs.
-- first: start of the hour's first window, null where it has none; is_apart: whether no two of its windows overlap.
CREATE TABLE band_hours (
    span     INTEGER PRIMARY KEY REFERENCES spans (id) ON DELETE CASCADE,
    start    INTEGER NOT NULL UNIQUE,
    first    INTEGER,
    is_apart INTEGER NOT NULL
);

CREATE TABLE band_sums (
    hour     INTEGER NOT NULL REFERENCES band_hours (span) ON DELETE CASCADE,
    service  INTEGER NOT NULL REFERENCES service_directions (id),
    subject  TEXT NOT NULL,
    band     TEXT NOT NULL,
    position INTEGER NOT NULL,
    keys     INTEGER NOT NULL,
    flows    INTEGER NOT NULL,
    packets  INTEGER NOT NULL,
    octets   INTEGER NOT NULL,
    PRIMARY KEY (hour, service, subject, band)
) WITHOUT ROWID;

-- The windows of an hour that have bands of a service and subject, either empty for any: how many, when the first and the last start, when the last ends.
CREATE TABLE band_times (
    hour    INTEGER NOT NULL REFERENCES band_hours (span) ON DELETE CASCADE,
    service TEXT NOT NULL,
    subject TEXT NOT NULL,
    windows INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    PRIMARY KEY (hour, service, subject)
) WITHOUT ROWID;
