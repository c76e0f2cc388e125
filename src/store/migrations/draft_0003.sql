-- 0003: a draft belongs to the window that opened it last. What an older window had that was not saved when it
-- lost the draft lies here, until somebody has chosen between the two.

CREATE TABLE draft_aside (
    id       INTEGER PRIMARY KEY,
    user_id  INTEGER NOT NULL,
    case_id  INTEGER NOT NULL,
    kind     TEXT NOT NULL,      -- as in draft
    spec     TEXT NOT NULL,
    holder   TEXT NOT NULL,      -- the process whose window it was: run of the machine, number, start
    answers  TEXT NOT NULL,      -- JSON
    saved_at TEXT NOT NULL       -- moment
) STRICT;
CREATE UNIQUE INDEX draft_aside_one ON draft_aside(user_id, case_id, kind, spec, holder);
