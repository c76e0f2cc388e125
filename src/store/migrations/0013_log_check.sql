-- 0013: the regular check of the log (loggkontroll). All three are insert only.

CREATE TABLE log_check (         -- one draw: who checked, when, and how it is drawn again
    id       INTEGER PRIMARY KEY,
    unit_id  INTEGER NOT NULL REFERENCES unit(id),
    user_id  INTEGER NOT NULL REFERENCES user(id), -- who checked
    at       TEXT NOT NULL,      -- moment
    from_day TEXT NOT NULL,      -- the period, both days included
    to_day   TEXT NOT NULL,
    seed     INTEGER NOT NULL,   -- of the lots
    size     INTEGER NOT NULL,   -- how many openings were asked for
    only     TEXT,               -- drawn among those with this flag alone
    openings INTEGER NOT NULL,   -- in the period, of the files that the checker may meet
    last_row INTEGER NOT NULL    -- the log's last row when it was drawn
) STRICT;
CREATE INDEX log_check_unit ON log_check(unit_id, id);

CREATE TABLE log_check_opening ( -- an opening that was drawn
    id       INTEGER PRIMARY KEY,
    check_id INTEGER NOT NULL REFERENCES log_check(id),
    log_id   INTEGER NOT NULL REFERENCES log(id), -- the opening's first row
    flags    TEXT NOT NULL       -- the words of its flags, with a space between; empty where there is none
) STRICT;
CREATE INDEX log_check_opening_check ON log_check_opening(check_id);

CREATE TABLE log_check_result (  -- what the checker came to, once they had asked
    id       INTEGER PRIMARY KEY,
    check_id INTEGER NOT NULL REFERENCES log_check(id),
    user_id  INTEGER NOT NULL REFERENCES user(id),
    at       TEXT NOT NULL,      -- moment
    text     TEXT NOT NULL
) STRICT;
CREATE INDEX log_check_result_check ON log_check_result(check_id);

CREATE TRIGGER log_check_stays BEFORE UPDATE ON log_check BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_kept BEFORE DELETE ON log_check BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_once BEFORE INSERT ON log_check WHEN EXISTS (SELECT 1 FROM log_check WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_opening_stays BEFORE UPDATE ON log_check_opening BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_opening_kept BEFORE DELETE ON log_check_opening BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_opening_once BEFORE INSERT ON log_check_opening WHEN EXISTS (SELECT 1 FROM log_check_opening WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_result_stays BEFORE UPDATE ON log_check_result BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_result_kept BEFORE DELETE ON log_check_result BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER log_check_result_once BEFORE INSERT ON log_check_result WHEN EXISTS (SELECT 1 FROM log_check_result WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
