-- Mails of the abuse desk. purpose: report, forward or answer. state: waiting, sending, sent, uncertain or failed.
-- contact: the first recipient in lower case, by which limits count. recipients: a mailbox a line. Times are Unix milliseconds.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    purpose    TEXT NOT NULL,
    contact    TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject    TEXT NOT NULL,
    mail       BLOB NOT NULL,
    state      TEXT NOT NULL,
    created    INTEGER NOT NULL,
    next       INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    attempted  INTEGER,
    sent       INTEGER,
    trouble    TEXT NOT NULL
);

CREATE INDEX outbox_state ON outbox (state, next);
CREATE INDEX outbox_contact ON outbox (contact);

-- One an incident that was reported. state: draft, sent, answered, stopped, recurred or closed. first_seen, opened, stopped and
-- recurred are of event time, the others of the clock.
CREATE TABLE tickets (
    id          INTEGER PRIMARY KEY,
    incident    TEXT NOT NULL UNIQUE,
    report      TEXT NOT NULL,
    mail        INTEGER NOT NULL REFERENCES outbox (id),
    source      BLOB NOT NULL,
    rule        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    institution TEXT NOT NULL,
    contact     TEXT NOT NULL,
    state       TEXT NOT NULL,
    first_seen  INTEGER NOT NULL,
    opened      INTEGER NOT NULL,
    created     INTEGER NOT NULL,
    sent        INTEGER,
    answered    INTEGER,
    stopped     INTEGER,
    recurred    INTEGER,
    closed      INTEGER
);

CREATE INDEX tickets_source ON tickets (source);
CREATE INDEX tickets_mail ON tickets (mail);

-- posted: when the ticket system took it.
CREATE TABLE ticket_events (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    time   INTEGER NOT NULL,
    event  TEXT NOT NULL,
    detail TEXT NOT NULL,
    posted INTEGER
);

CREATE INDEX ticket_events_ticket ON ticket_events (ticket, id);
CREATE INDEX ticket_events_unposted ON ticket_events (time) WHERE posted IS NULL;

ALTER TABLE complaint_sources ADD COLUMN incident TEXT NOT NULL DEFAULT '';
