-- 0006: a plan that was registered wrongly. Its rows stay as they were written; this row takes them out.

CREATE TABLE plan_withdrawn (
    plan_id INTEGER PRIMARY KEY REFERENCES plan(id),
    day     TEXT NOT NULL,       -- the day it was taken out
    user_id INTEGER NOT NULL REFERENCES user(id)
) STRICT;
