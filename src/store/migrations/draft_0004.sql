-- 0004: what is filled in in a short form is kept as a draft too (kind = kort). No paper leads back to its screen,
-- so it says itself how one came to it.

ALTER TABLE draft ADD COLUMN way TEXT NOT NULL DEFAULT ''; -- JSON: the case or person it began at, what was pressed
