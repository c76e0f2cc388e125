-- 0008: the population list for outreach, apart from the files: nobody in it has a file by being there.

CREATE TABLE resident (          -- somebody of the latest population list
    id          INTEGER PRIMARY KEY,
    unit_id     INTEGER NOT NULL REFERENCES unit(id),
    kind        TEXT NOT NULL,   -- of number
    value       TEXT NOT NULL UNIQUE, -- the number
    family_name TEXT NOT NULL,
    given_name  TEXT NOT NULL,
    sex         TEXT NOT NULL CHECK (sex IN ('kvinna', 'man', 'okant')),
    birth_date  TEXT NOT NULL,
    street      TEXT NOT NULL DEFAULT '',
    postcode    TEXT NOT NULL DEFAULT '',
    city        TEXT NOT NULL DEFAULT '',
    listed_on   TEXT NOT NULL    -- the day of the list it was last in
) STRICT;
CREATE INDEX resident_birth ON resident(unit_id, birth_date);

CREATE TABLE resident_contact (  -- what came of seeking somebody out; insert only
    id            INTEGER PRIMARY KEY,
    resident_id   INTEGER NOT NULL REFERENCES resident(id),
    answer        TEXT NOT NULL CHECK (answer IN ('kontaktad', 'tackade_nej')),
    day           TEXT NOT NULL,
    note          TEXT NOT NULL DEFAULT '',
    recorded_at   TEXT NOT NULL,
    recorded_by   INTEGER NOT NULL REFERENCES user(id),
    recorded_role TEXT NOT NULL
) STRICT;
CREATE INDEX resident_contact_resident ON resident_contact(resident_id, day);

CREATE TRIGGER resident_contact_stays BEFORE UPDATE ON resident_contact
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
CREATE TRIGGER resident_contact_kept BEFORE DELETE ON resident_contact
    BEGIN SELECT RAISE(ABORT, 'insert only'); END;
