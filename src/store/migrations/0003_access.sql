-- 0003: emergency access.

CREATE TABLE emergency_access (  -- nödåtkomst: a file one has no right to, opened with a reason, for a time
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user(id),
    person_id  INTEGER NOT NULL REFERENCES person(id),
    reason     TEXT NOT NULL,
    begun_at   TEXT NOT NULL,    -- moment
    until_at   TEXT NOT NULL,    -- moment; it ends by itself
    read_by    INTEGER REFERENCES user(id), -- the manager who has taken note of it
    read_at    TEXT
) STRICT;
CREATE INDEX emergency_access_user ON emergency_access(user_id, person_id, until_at);
CREATE INDEX emergency_access_unread ON emergency_access(begun_at) WHERE read_at IS NULL;
