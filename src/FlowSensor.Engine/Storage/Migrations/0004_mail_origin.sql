-- Counts from packets (origin 0) and from the servers' logs (origin 1) stand side by side.
CREATE TABLE mail_samples_by_origin (
    server             BLOB NOT NULL,
    start              INTEGER NOT NULL,
    origin             INTEGER NOT NULL,
    queries            INTEGER NOT NULL,
    connections        INTEGER NOT NULL,
    accepted           INTEGER NOT NULL,
    estimated_accepted INTEGER NOT NULL,
    senders_accepted   INTEGER NOT NULL,
    submissions        INTEGER NOT NULL,
    submitted          INTEGER NOT NULL,
    transferred        INTEGER NOT NULL,
    destinations       INTEGER NOT NULL,
    pop3               INTEGER NOT NULL,
    imap               INTEGER NOT NULL,
    estimated_accesses INTEGER NOT NULL,
    failed_logins      INTEGER NOT NULL,
    relay_denied       INTEGER NOT NULL,
    recipient_rejected INTEGER NOT NULL,
    user_unknown       INTEGER NOT NULL,
    blocked            INTEGER NOT NULL,
    greylisted         INTEGER NOT NULL,
    other              INTEGER NOT NULL,
    PRIMARY KEY (server, start, origin)
) WITHOUT ROWID;

INSERT INTO mail_samples_by_origin
SELECT server, start, 0, queries, connections, accepted, estimated_accepted, senders_accepted, submissions, submitted, transferred, destinations,
       pop3, imap, estimated_accesses, failed_logins, relay_denied, recipient_rejected, user_unknown, blocked, greylisted, other
FROM mail_samples;

DROP TABLE mail_samples;
ALTER TABLE mail_samples_by_origin RENAME TO mail_samples;
CREATE INDEX mail_samples_start ON mail_samples (start);

CREATE TABLE mail_clients_by_origin (
    server      BLOB NOT NULL,
    start       INTEGER NOT NULL,
    origin      INTEGER NOT NULL,
    client      BLOB NOT NULL,
    connections INTEGER NOT NULL,
    PRIMARY KEY (server, start, origin, client)
) WITHOUT ROWID;

INSERT INTO mail_clients_by_origin SELECT server, start, 0, client, connections FROM mail_clients;

DROP TABLE mail_clients;
ALTER TABLE mail_clients_by_origin RENAME TO mail_clients;
CREATE INDEX mail_clients_start ON mail_clients (start);

CREATE TABLE mail_days_by_origin (
    server       BLOB NOT NULL,
    day          TEXT NOT NULL,
    origin       INTEGER NOT NULL,
    top_refusals INTEGER NOT NULL,
    PRIMARY KEY (server, day, origin)
) WITHOUT ROWID;

INSERT INTO mail_days_by_origin SELECT server, day, 0, top_refusals FROM mail_days;

DROP TABLE mail_days;
ALTER TABLE mail_days_by_origin RENAME TO mail_days;
