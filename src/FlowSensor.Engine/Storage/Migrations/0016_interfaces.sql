-- What became of the packets of each interface, by span.
CREATE TABLE interface_ledgers (
    span              INTEGER NOT NULL REFERENCES spans (id) ON DELETE CASCADE,
    interface         TEXT NOT NULL,
    seen              INTEGER NOT NULL,
    delivered         INTEGER NOT NULL,
    kernel_dropped    INTEGER NOT NULL,
    queue_full        INTEGER NOT NULL,
    interface_dropped INTEGER NOT NULL,
    PRIMARY KEY (span, interface)
) WITHOUT ROWID;
