-- 0017: what each person has chosen for their own desk; what is not there is as the machine's file says.

CREATE TABLE setting (
    user_id INTEGER NOT NULL REFERENCES user(id),
    name    TEXT NOT NULL,       -- a word of the file of settings, such as tema
    value   TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;
