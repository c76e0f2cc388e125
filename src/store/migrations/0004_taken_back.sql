-- 0004: what is taken back, moved or ended by a row of its own. The old row stays as it was written.

CREATE TABLE plan_reminder_withdrawn ( -- a rung of the ladder that was not taken after all
    reminder_id INTEGER PRIMARY KEY REFERENCES plan_reminder(id),
    day         TEXT NOT NULL,   -- the day it was taken back
    user_id     INTEGER NOT NULL REFERENCES user(id)
) STRICT;

CREATE TABLE visit_change (      -- a booked visit that was cancelled or moved; visit.cancelled says that it is off
    visit_id   INTEGER PRIMARY KEY REFERENCES visit(id),
    moved_to   INTEGER REFERENCES visit(id), -- the visit booked instead; none when it was cancelled
    reason     TEXT NOT NULL,
    changed_on TEXT NOT NULL,    -- the day it was said
    user_id    INTEGER NOT NULL REFERENCES user(id)
) STRICT;

CREATE TABLE fact_end (          -- the end of an address, a phone number or a contact; the latest row counts, and
                                 -- its day stands in valid_to of the row it ends
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person(id),
    fact      TEXT NOT NULL CHECK (fact IN ('adress', 'telefon', 'kontakt')),
    row_id    INTEGER NOT NULL,  -- in address, phone or contact
    last_day  TEXT,              -- last day in force; none when the end is taken back
    reason    TEXT NOT NULL DEFAULT '',
    noted_on  TEXT NOT NULL,
    user_id   INTEGER NOT NULL REFERENCES user(id)
) STRICT;
CREATE INDEX fact_end_row ON fact_end(fact, row_id);
