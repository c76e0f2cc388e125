-- 0009: who has a case open, and the personal code that unlocks a locked desk.

CREATE TABLE case_open (         -- a case that stands open on a desk; a dead session's rows say nothing
    id         INTEGER PRIMARY KEY,
    case_id    INTEGER NOT NULL REFERENCES cases(id),
    session_id INTEGER NOT NULL REFERENCES session(id),
    opened_at  TEXT NOT NULL,    -- moment
    closed_at  TEXT              -- moment; none while it stands open
) STRICT;
CREATE INDEX case_open_now ON case_open(case_id) WHERE closed_at IS NULL;
CREATE INDEX case_open_session ON case_open(session_id) WHERE closed_at IS NULL;

CREATE TABLE user_code (         -- the code of the lock: argon2id, in the PHC format, salt included
    user_id INTEGER PRIMARY KEY REFERENCES user(id),
    hash    TEXT NOT NULL,
    set_at  TEXT NOT NULL        -- moment
) STRICT;
