-- Drafts: a caseworker's working papers, in a database of their own beside the real one, so that
-- typing never waits for others and unsigned words are never in the file.

CREATE TABLE draft (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL,
    case_id    INTEGER NOT NULL,
    kind       TEXT NOT NULL,    -- utredning, bestallning, uppfoljning, anteckning
    spec       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    spec_body  TEXT NOT NULL,    -- the specification it was begun under, as JSON
    version    INTEGER NOT NULL DEFAULT 1,
    answers    TEXT NOT NULL,    -- JSON
    field      TEXT NOT NULL DEFAULT '', -- where the cursor was
    cursor_row INTEGER NOT NULL DEFAULT 0,
    cursor_col INTEGER NOT NULL DEFAULT 0,
    supersedes INTEGER,          -- the signed document it will replace
    begun_at   TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    open       INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)) -- 1 while its form is on a screen
) STRICT;
CREATE INDEX draft_user ON draft(user_id, saved_at);
CREATE UNIQUE INDEX draft_one ON draft(user_id, case_id, kind, spec);
