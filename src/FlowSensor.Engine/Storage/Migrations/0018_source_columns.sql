-- The sources of an hour or day once more, each column in one blob, so that a question about all sources of a month reads megabytes in order instead
-- of millions of rows (docs/decisions/0263-columns-of-sources.md). Hours and days of before are filled in by the sensor as it runs.
CREATE TABLE source_columns (
    id      INTEGER PRIMARY KEY,
    span    INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service INTEGER NOT NULL REFERENCES service_directions (id),
    name    INTEGER NOT NULL,
    data    BLOB NOT NULL,
    UNIQUE (span, service, name)
);
