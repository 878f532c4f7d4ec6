CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE service_directions (
    id        INTEGER PRIMARY KEY,
    service   TEXT NOT NULL,
    direction TEXT NOT NULL,
    UNIQUE (service, direction)
);

-- Addresses are 4 octets for IPv4 and 16 for IPv6, in network order.
CREATE TABLE exporters (
    id      INTEGER PRIMARY KEY,
    address BLOB NOT NULL,
    version INTEGER NOT NULL,
    domain  INTEGER NOT NULL,
    UNIQUE (address, version, domain)
);

-- kind: 0 window, 1 hour, 2 day; times are Unix milliseconds, the end is exclusive.
CREATE TABLE spans (
    id           INTEGER PRIMARY KEY,
    kind         INTEGER NOT NULL,
    start        INTEGER NOT NULL,
    "end"        INTEGER NOT NULL,
    source_count INTEGER NOT NULL,
    UNIQUE (kind, start)
);

CREATE TABLE service_totals (
    span              INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service           INTEGER NOT NULL REFERENCES service_directions (id),
    flows             INTEGER NOT NULL,
    packets           INTEGER NOT NULL,
    octets            INTEGER NOT NULL,
    estimated_packets INTEGER NOT NULL,
    estimated_octets  INTEGER NOT NULL,
    sources           INTEGER NOT NULL,
    pairs             INTEGER NOT NULL,
    other_flows       INTEGER NOT NULL,
    other_packets     INTEGER NOT NULL,
    other_octets      INTEGER NOT NULL,
    unknown_sampling  INTEGER NOT NULL,
    PRIMARY KEY (span, service)
) WITHOUT ROWID;

CREATE TABLE scope_totals (
    span              INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    exporter          INTEGER NOT NULL REFERENCES exporters (id),
    service           INTEGER NOT NULL REFERENCES service_directions (id),
    scope             TEXT NOT NULL,
    flows             INTEGER NOT NULL,
    packets           INTEGER NOT NULL,
    octets            INTEGER NOT NULL,
    estimated_packets INTEGER NOT NULL,
    estimated_octets  INTEGER NOT NULL,
    unknown_sampling  INTEGER NOT NULL,
    PRIMARY KEY (span, exporter, service, scope)
) WITHOUT ROWID;

-- subject: what is counted, source or pair; position keeps the order of the bands.
CREATE TABLE bands (
    span     INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service  INTEGER NOT NULL REFERENCES service_directions (id),
    subject  TEXT NOT NULL,
    band     TEXT NOT NULL,
    position INTEGER NOT NULL,
    keys     INTEGER NOT NULL,
    flows    INTEGER NOT NULL,
    packets  INTEGER NOT NULL,
    octets   INTEGER NOT NULL,
    PRIMARY KEY (span, service, subject, band)
) WITHOUT ROWID;

CREATE TABLE sources (
    span              INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    service           INTEGER NOT NULL REFERENCES service_directions (id),
    source            BLOB NOT NULL,
    flows             INTEGER NOT NULL,
    packets           INTEGER NOT NULL,
    octets            INTEGER NOT NULL,
    estimated_packets INTEGER NOT NULL,
    estimated_octets  INTEGER NOT NULL,
    destinations      INTEGER NOT NULL,
    syn_packets       INTEGER NOT NULL,
    first             INTEGER NOT NULL,
    last              INTEGER NOT NULL,
    next_hop          BLOB,
    PRIMARY KEY (span, service, source)
) WITHOUT ROWID;

CREATE TABLE ledgers (
    span            INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    exporter        INTEGER NOT NULL REFERENCES exporters (id),
    datagrams       INTEGER NOT NULL,
    decoded         INTEGER NOT NULL,
    records         INTEGER NOT NULL,
    options_records INTEGER NOT NULL,
    templates       INTEGER NOT NULL,
    sequence_lost   INTEGER NOT NULL,
    kernel_dropped  INTEGER NOT NULL,
    sampling        INTEGER,
    PRIMARY KEY (span, exporter)
) WITHOUT ROWID;

CREATE TABLE drops (
    span      INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    exporter  INTEGER NOT NULL REFERENCES exporters (id),
    cause     TEXT NOT NULL,
    datagrams INTEGER NOT NULL,
    PRIMARY KEY (span, exporter, cause)
) WITHOUT ROWID;
