-- subject: next_hop or institution; name: 'unknown' for none known, 'other' for what found no room. A span's groups of one
-- subject sum to the total of the service.
CREATE TABLE group_totals (
    span              INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service           INTEGER NOT NULL REFERENCES service_directions (id),
    subject           TEXT NOT NULL,
    name              TEXT NOT NULL,
    flows             INTEGER NOT NULL,
    packets           INTEGER NOT NULL,
    octets            INTEGER NOT NULL,
    estimated_packets INTEGER NOT NULL,
    estimated_octets  INTEGER NOT NULL,
    PRIMARY KEY (span, service, subject, name)
) WITHOUT ROWID;
