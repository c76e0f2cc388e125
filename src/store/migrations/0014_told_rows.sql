-- 0014: a row of the log tells which rows were written with it, and what they hold; see kept.rs.
-- Rows of a table that only grows must not get a column with another default than NULL: their digests would change.

ALTER TABLE log ADD COLUMN wrote TEXT NOT NULL DEFAULT '';        -- "event 40-41;journal 12"; empty where it tells of none
ALTER TABLE log ADD COLUMN wrote_digest TEXT NOT NULL DEFAULT ''; -- SHA-256 of those rows, chained with this one
