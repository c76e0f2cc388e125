-- 0015: emergency access may be ended before its time; the row keeps the end it would have had.

ALTER TABLE emergency_access ADD COLUMN ended_at TEXT;                            -- moment; empty where it ran out by itself
ALTER TABLE emergency_access ADD COLUMN ended_by INTEGER REFERENCES user(id);
