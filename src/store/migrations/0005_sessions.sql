-- 0005: who is at work, with which key, and until when.

CREATE TABLE session (           -- one desk of one person, from login to logout
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user(id),
    boot       TEXT NOT NULL,    -- the run of the machine, so that a process id means one process only
    pid        INTEGER NOT NULL, -- the process
    started    INTEGER NOT NULL, -- when the process started, in the machine's ticks since it was booted; 0 not known
    begun_at   TEXT NOT NULL,    -- moment
    told_at    TEXT,             -- moment when it was told to end (avslutad anställning)
    ended_at   TEXT,             -- moment; NULL while it lives, or died without a word
    ended_how  TEXT CHECK (ended_how IN ('lamnad', 'bruten', 'avslutad', 'utgangen', 'dod')),
    CHECK ((ended_at IS NULL) = (ended_how IS NULL))
) STRICT;
CREATE INDEX session_open ON session(user_id, id) WHERE ended_at IS NULL;

CREATE TABLE user_key (          -- a public SSH key that lets a person in, and nobody else
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES user(id),
    kind       TEXT NOT NULL,    -- 'ssh-ed25519', ...
    body       TEXT NOT NULL,    -- base64
    label      TEXT NOT NULL DEFAULT '', -- which machine or card it lies on
    added_at   TEXT NOT NULL,    -- moment
    removed_at TEXT              -- moment; from then on nobody comes in with it
) STRICT;
CREATE INDEX user_key_user ON user_key(user_id, added_at);
CREATE UNIQUE INDEX user_key_live ON user_key(body) WHERE removed_at IS NULL;

-- When the person was shut out, on the last day itself; before that day is over the day alone does not say so.
ALTER TABLE user ADD COLUMN closed_at TEXT;
