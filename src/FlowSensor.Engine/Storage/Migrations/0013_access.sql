-- Who may use the dashboard and the API, and what they did there. Times are Unix milliseconds.

-- hash is a PasswordHash as text.
CREATE TABLE users (
    name    TEXT NOT NULL PRIMARY KEY,
    role    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL
) WITHOUT ROWID;

-- hash is the SHA-256 of the token, which itself is kept nowhere.
CREATE TABLE tokens (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    hash       BLOB NOT NULL UNIQUE,
    created_by TEXT NOT NULL,
    created    INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    revoked    INTEGER,
    used       INTEGER
);

-- hash is the SHA-256 of what the browser's cookie names; stamp is of the password, or the authority, that the session was opened with.
CREATE TABLE sessions (
    hash    BLOB NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,
    origin  TEXT NOT NULL,
    stamp   TEXT NOT NULL,
    address TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX sessions_name ON sessions (name);

-- Everything that somebody did or tried. actor is empty for somebody who had not logged in.
CREATE TABLE audit (
    id      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    time    INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    role    TEXT NOT NULL,
    address TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    result  TEXT NOT NULL,
    detail  TEXT NOT NULL
);

CREATE INDEX audit_time ON audit (time);
CREATE INDEX audit_actor ON audit (actor, time);
