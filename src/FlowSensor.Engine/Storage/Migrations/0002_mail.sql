-- One row a mail server and ten-minute sample; start is Unix milliseconds.
CREATE TABLE mail_samples (
    server             BLOB NOT NULL,
    start              INTEGER NOT NULL,
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
    PRIMARY KEY (server, start)
) WITHOUT ROWID;

CREATE INDEX mail_samples_start ON mail_samples (start);

CREATE TABLE mail_clients (
    server      BLOB NOT NULL,
    start       INTEGER NOT NULL,
    client      BLOB NOT NULL,
    connections INTEGER NOT NULL,
    PRIMARY KEY (server, start, client)
) WITHOUT ROWID;

CREATE INDEX mail_clients_start ON mail_clients (start);

-- day is the local date of the sensor's time zone.
CREATE TABLE mail_days (
    server       BLOB NOT NULL,
    day          TEXT NOT NULL,
    top_refusals INTEGER NOT NULL,
    PRIMARY KEY (server, day)
) WITHOUT ROWID;
