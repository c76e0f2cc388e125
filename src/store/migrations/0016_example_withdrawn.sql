-- 0016: a good example that is not to be shown any more. Its row stays as it was written; this row takes it out.

CREATE TABLE good_example_withdrawn (
    example_id INTEGER PRIMARY KEY REFERENCES good_example(id),
    day        TEXT NOT NULL,    -- the day it was taken out
    user_id    INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE TRIGGER good_example_withdrawn_stays BEFORE UPDATE ON good_example_withdrawn
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER good_example_withdrawn_kept BEFORE DELETE ON good_example_withdrawn
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER good_example_withdrawn_once BEFORE INSERT ON good_example_withdrawn
    WHEN EXISTS (SELECT 1 FROM good_example_withdrawn WHERE example_id = NEW.example_id)
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
