-- 0007: a figure of performed time that was corrected stays legible.

CREATE TABLE performed_correction ( -- what performed_time said before; insert only
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES framework_order(id),
    month        TEXT NOT NULL,      -- ÅÅÅÅ-MM
    minutes      INTEGER NOT NULL CHECK (minutes >= 0),
    source       TEXT NOT NULL DEFAULT '',
    corrected_at TEXT NOT NULL,      -- moment in UTC
    corrected_by INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX performed_correction_order ON performed_correction(order_id, month);

CREATE TRIGGER performed_correction_stays BEFORE UPDATE ON performed_correction
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER performed_correction_kept BEFORE DELETE ON performed_correction
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
