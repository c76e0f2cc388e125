-- 0008: who may not work with whose file, and what the lists look up.

-- Jäv, dated: it is ended by a row's own day, never erased, and may be noted anew.
CREATE TABLE conflict_of_interest_new (
    id        INTEGER PRIMARY KEY,
    user_id   INTEGER NOT NULL REFERENCES user(id),   -- who is related to the person
    person_id INTEGER NOT NULL REFERENCES person(id),
    reason    TEXT NOT NULL,
    noted_on  TEXT NOT NULL,
    noted_by  INTEGER REFERENCES user(id),
    ended_on  TEXT,              -- the day it was found not to be so, or no longer
    ended_by  INTEGER REFERENCES user(id),
    ended_why TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO conflict_of_interest_new (id, user_id, person_id, reason, noted_on)
    SELECT id, user_id, person_id, reason, noted_on FROM conflict_of_interest;
DROP TABLE conflict_of_interest;
ALTER TABLE conflict_of_interest_new RENAME TO conflict_of_interest;
CREATE UNIQUE INDEX conflict_of_interest_now ON conflict_of_interest(person_id, user_id) WHERE ended_on IS NULL;

-- case_list.hidden is from now on set where the list must look up who may see the row: a protected person,
-- somebody related to the person, a case that lies elsewhere than its file. Dating anew fills it in.
DELETE FROM meta WHERE key = 'dated';

-- Who named somebody for a protected file, and who ended it.
ALTER TABLE file_named ADD COLUMN named_by INTEGER REFERENCES user(id);
ALTER TABLE file_named ADD COLUMN ended_by INTEGER REFERENCES user(id);

-- Whether anybody but oneself has worked in the database is asked by its ends.
CREATE INDEX log_user ON log(user_id);
