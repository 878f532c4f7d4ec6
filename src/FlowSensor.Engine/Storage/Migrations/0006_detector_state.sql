-- What detection knows of the last day and of usual values, to be taken up at the next start; time is the end of the last window judged.
CREATE TABLE detector_state (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    time INTEGER NOT NULL,
    body BLOB NOT NULL
);
